// Our own words in German.

import type { Phrases } from './phrases.ts'

/** German. */
export const german: Phrases = {
  language: 'de',
  faq: {
    title: (statement) => `Fragen zu: ${statement}`,
    asked: {
      view: (product, account) => `Wie sehe ich, was ${product} über mich aufbewahrt${account}?`,
      export: (product, account) => `Wie erhalte ich eine Kopie dessen, was ${product} über mich aufbewahrt${account}?`,
      clear: (product, account) => `Wie räume ich auf, was ${product} über mich aufbewahrt${account}?`,
      erase: (product, account) => `Wie lösche ich alles, was ${product} über mich aufbewahrt${account}?`,
      correct: (product, account) => `Wie berichtige ich, was ${product} über mich aufbewahrt${account}?`,
      withdraw: (product, account) =>
        `Wie nehme ich ein Ja zurück zu dem, was ${product} über mich aufbewahrt${account}?`,
      object: (product, account) =>
        `Wie widerspreche ich dem, was mit dem geschieht, was ${product} über mich aufbewahrt${account}?`,
    },
    askedOther: (control, product, account) =>
      `Wie nutze ich „${control}“ für das, was ${product} über mich aufbewahrt${account}?`,
    account: { personal: ' (eigenes Konto)', organisation: ' (Konto, das meine Organisation führt)' },
    on: (surfaces) => `Hier: ${surfaces.join(' oder ')}`,
    given: (to) => `für: ${to}`,
    per: (steps) => `je ${steps}`,
    within: (period) => `Frist: ${period}`,
    unless: (laws) => `es sei denn, ein Gesetz hält es fest (${laws})`,
    stays: (data) => `Wie lange bewahren Sie das auf: ${data}, und wofür?`,
    stay: (purpose, product, limits) => `Für ${purpose} in ${product}: ${limits}.`,
    lawful: 'so lange ein Gesetz es sagt',
    doIt: 'Hier geht es',
    rests: 'Wo wir es sagen:',
  },
  limit: {
    until: (event) => `bis: ${event}`,
    after: (period, event) => `${period} nach: ${event}`,
    law: (text) => `, wie ein Gesetz verlangt: ${text}`,
    some: ', für manche Menschen',
  },
  previews: {
    title: 'Was eine Vorschau ändert',
    heads: ['Als zuvor', 'Wovon', 'Was', 'Wo wir es sagen'],
    how: { more: 'mehr', less: 'weniger' },
    kinds: {
      collected: 'erhoben',
      used: 'genutzt',
      kept: 'aufbewahrt',
      stored: 'gelagert',
      shared: 'weitergegeben',
      control: 'Werkzeug',
    },
    of: (overlay, base) => `${overlay}, für ${base}`,
    ends: (day) => `Sie endet am ${day}.`,
    noEnd: 'Ein letzter Tag ist nicht bestimmt.',
    same: 'Nichts ist anders.',
    none: 'Es gibt keine Vorschau.',
    marks: { preview: 'eine Vorschau', until: (day) => `endet am ${day}`, adverts: 'von Werbung bezahlt' },
    data: (category, product) => `${category} in ${product}`,
    from: (origin) => `Herkunft: ${origin}`,
    origins: {
      person: 'von der Person selbst',
      observed: 'beobachtet',
      system: 'von unseren Systemen gemacht',
      inferred: 'erschlossen',
      'third-party': 'von Dritten',
    },
    used: (purpose, hand, form, basis) => `für ${purpose}; durch ${hand}, ${form}; Grundlage: ${basis}`,
    hands: { machines: 'Maschinen', people: 'Menschen' },
    forms: { identified: 'wie es ist', 'de-identified': 'ohne Bezug zur Person', aggregate: 'als Summen' },
    bases: {
      consent: 'Einwilligung',
      contract: 'Vertrag',
      vital: 'lebenswichtiges Interesse',
      instruction: 'Weisung des Kunden',
      law: 'Gesetz',
      'public-task': 'öffentliche Aufgabe',
      'legitimate-interest': 'berechtigtes Interesse',
    },
    purposes: (purposes) => ` für ${purposes}`,
    at: (place) => `Ort: ${place}`,
    shared: (recipient, purpose) => `mit ${recipient} für ${purpose}`,
  },
  notice: {
    title: (statement) => `Was sich ändert in: ${statement}`,
    lead: {
      material: 'Es ändert sich etwas, das für Sie wichtig sein kann.',
      'not material': 'Es ändert sich nichts, das Ihnen etwas nimmt.',
      none: 'Es ändert sich nichts.',
    },
    change: {
      added: 'Ein neuer Satz',
      removed: 'Ein Satz, den es nicht mehr gibt',
      words: 'Andere Worte, dieselben Regeln',
      rules: 'Dieselben Worte, andere Regeln',
      'words and rules': 'Andere Worte und andere Regeln',
    },
    material: (codes) => `Wesentlich: ${codes}`,
    elsewhere: 'In den Registern, und was aus den Sätzen folgt',
    hashes: (from, to) => `Von ${from} zu ${to}`,
  },
}
