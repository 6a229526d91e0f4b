// Our own words in French.

import type { Phrases } from './phrases.ts'

/** French. */
export const french: Phrases = {
  language: 'fr',
  faq: {
    title: (statement) => `Questions sur : ${statement}`,
    asked: {
      view: (product, account) => `Comment voir ce que ${product} garde sur moi${account} ?`,
      export: (product, account) => `Comment obtenir une copie de ce que ${product} garde sur moi${account} ?`,
      clear: (product, account) => `Comment retirer une partie de ce que ${product} garde sur moi${account} ?`,
      erase: (product, account) => `Comment effacer tout ce que ${product} garde sur moi${account} ?`,
      correct: (product, account) => `Comment corriger ce que ${product} garde sur moi${account} ?`,
      withdraw: (product, account) =>
        `Comment revenir sur un oui à propos de ce que ${product} garde sur moi${account} ?`,
      object: (product, account) =>
        `Comment m’opposer à ce qui est fait de ce que ${product} garde sur moi${account} ?`,
    },
    askedOther: (control, product, account) =>
      `Comment utiliser « ${control} » sur ce que ${product} garde sur moi${account} ?`,
    account: { personal: ' dans mon propre compte', organisation: ' dans un compte que mon organisation gère' },
    on: (surfaces) => `Ici : ${surfaces.join(' ou ')}`,
    given: (to) => `pour : ${to}`,
    per: (steps) => `par ${steps}`,
    within: (period) => `délai : ${period}`,
    unless: (laws) => `sauf si une loi le retient (${laws})`,
    stays: (data) => `Combien de temps gardez-vous ceci : ${data}, et pour quoi ?`,
    stay: (purpose, product, limits) => `Pour ${purpose} dans ${product} : ${limits}.`,
    lawful: 'aussi longtemps qu’une loi le dit',
    doIt: 'C’est ici',
    rests: 'Où nous le disons :',
  },
  limit: {
    until: (event) => `jusqu’à : ${event}`,
    after: (period, event) => `${period} après : ${event}`,
    law: (text) => `, comme une loi l’exige : ${text}`,
    some: ', pour certaines personnes',
  },
  previews: {
    title: 'Ce qu’un aperçu change',
    heads: ['Qu’avant', 'De quoi', 'Ce qui change', 'Où nous le disons'],
    how: { more: 'plus', less: 'moins' },
    kinds: {
      collected: 'recueilli',
      used: 'utilisé',
      kept: 'gardé',
      stored: 'déposé',
      shared: 'transmis',
      control: 'outil',
    },
    of: (overlay, base) => `${overlay}, pour ${base}`,
    ends: (day) => `Il finit le ${day}.`,
    noEnd: 'Aucun dernier jour n’est fixé.',
    same: 'Rien ne diffère.',
    none: 'Il n’y a pas d’aperçu.',
    marks: { preview: 'un aperçu', until: (day) => `finit le ${day}`, adverts: 'payé par la publicité' },
    data: (category, product) => `${category} dans ${product}`,
    from: (origin) => `origine : ${origin}`,
    origins: {
      person: 'la personne',
      observed: 'observé',
      system: 'fait par nos systèmes',
      inferred: 'déduit',
      'third-party': 'un tiers',
    },
    used: (purpose, hand, form, basis) => `pour ${purpose} ; par ${hand}, ${form} ; base : ${basis}`,
    hands: { machines: 'des machines', people: 'des personnes' },
    forms: { identified: 'tel quel', 'de-identified': 'sans lien avec la personne', aggregate: 'en totaux' },
    bases: {
      consent: 'consentement',
      contract: 'contrat',
      vital: 'intérêt vital',
      instruction: 'instruction du client',
      law: 'loi',
      'public-task': 'mission d’intérêt public',
      'legitimate-interest': 'intérêt légitime',
    },
    purposes: (purposes) => ` pour ${purposes}`,
    at: (place) => `lieu : ${place}`,
    shared: (recipient, purpose) => `à ${recipient} pour ${purpose}`,
  },
  notice: {
    title: (statement) => `Ce qui change dans : ${statement}`,
    lead: {
      material: 'Quelque chose change qui peut compter pour vous.',
      'not material': 'Rien ne change qui vous retire quelque chose.',
      none: 'Rien ne change.',
    },
    change: {
      added: 'Une phrase nouvelle',
      removed: 'Une phrase qui n’est plus là',
      words: 'D’autres mots, les mêmes règles',
      rules: 'Les mêmes mots, d’autres règles',
      'words and rules': 'D’autres mots et d’autres règles',
    },
    material: (codes) => `Important : ${codes}`,
    elsewhere: 'Dans les registres, et ce qui suit des phrases',
    hashes: (from, to) => `De ${from} à ${to}`,
  },
}
