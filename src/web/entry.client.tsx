// Nothing starts in the browser: every page works without scripts. The one script we serve is verifier/.

export {}
