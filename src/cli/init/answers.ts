// The five answers a statement begins with, as one table: the question, the flag, what is taken where nobody says, and what makes an
// answer of a text. An answer that cannot stand in a statement is refused with what to say instead.

import type { Period, Unit } from '../../base/index.ts'

/** A kind of data that a small service keeps: how it is called in answers, and its words in the statement. */
export interface KeptKind {
  /** id of its category (COL-01) */
  readonly category: string
  readonly label: string
  readonly holds: string
  /** the sentence that says why it is taken; the sentence after it says how long */
  readonly sentence: string
  readonly origin: 'person' | 'system'
}

/** What may be kept, by the name an answer gives it. */
export const keptKinds: Readonly<Record<string, KeptKind>> = {
  contact: {
    category: 'contact', label: 'Name and addresses', holds: 'your name, addresses and telephone number', origin: 'person',
    sentence: 'You give us your name, your e-mail address and your postal address, so that we can serve you and reach you.',
  },
  account: {
    category: 'credential', label: 'Sign-in', holds: 'your user name and what proves that it is you', origin: 'person',
    sentence: 'You choose a user name and a password for the sign-in, so that nobody else opens your account.',
  },
  orders: {
    category: 'interaction.device.purchase', label: 'Orders', holds: 'what you ordered, when, and for how much', origin: 'person',
    sentence: 'We keep your orders, so that we can deliver them and you find them again.',
  },
  messages: {
    category: 'content.message', label: 'Messages', holds: 'what you write to us', origin: 'person',
    sentence: 'We keep the messages you write to us, so that we can answer them.',
  },
  feedback: {
    category: 'feedback', label: 'Reviews', holds: 'reviews and ratings you write', origin: 'person',
    sentence: 'We keep the reviews you write, so that we can show them.',
  },
  device: {
    category: 'interaction.device.config', label: 'Device and connection', holds: 'network address and kind of device', origin: 'system',
    sentence: 'Our server notes the network address and the kind of your device, so that the connection works.',
  },
} // prettier-ignore

/** Who answers for the statement. */
export interface Contact {
  readonly person: string
  readonly address: string
  readonly phone: string
}

/** The five answers. */
export interface Answers {
  readonly name: string
  readonly keeps: readonly KeptKind[]
  readonly for: Period
  readonly place: string
  readonly contact: Contact
}

/** A question: its flag, its words, the answer taken without one (null: there is none), and what makes a value of a text. */
interface Question<T> {
  readonly asks: string
  readonly instead: string | null
  /** an answer that fits, for the message that refuses another one */
  readonly like: string
  readonly read: (text: string) => T | null
}

const units: readonly Unit[] = ['day', 'week', 'month', 'year']

/** One question an answer, in the order they are asked. */
export const questions: { readonly [K in keyof Answers]: Question<Answers[K]> } = {
  name: {
    asks: 'What is your organisation called?', instead: null, like: 'Acme Books',
    read: readLine,
  },
  keeps: {
    asks: `What do you keep about people? (${Object.keys(keptKinds).join(', ')})`, instead: 'contact, orders', like: 'contact, orders',
    read: (text) => {
      const kinds = [...new Set(text.toLowerCase().split(/[\s,]+/).filter(Boolean))].map((one) => keptKinds[one])
      return kinds.length > 0 && kinds.every((kind) => kind !== undefined) ? kinds : null
    },
  },
  for: {
    asks: 'How long do you keep it after you took it in?', instead: '2 years', like: '18 months',
    read: (text) => {
      const [, count = '', word = ''] = /^\s*([1-9]\d{0,3})\s+([a-z]+?)s?\s*$/i.exec(text) ?? []
      const unit = units.find((one) => one === word.toLowerCase())
      return unit ? { count: Number(count), unit } : null
    },
  },
  place: {
    asks: 'Where does it lie? (country or region of your servers)', instead: 'the European Union', like: 'the European Union',
    read: readLine,
  },
  contact: {
    asks: 'Who answers for it? (name, postal address, telephone number)', instead: null, like: 'Ines Falk, 3 Reed Lane, Fenport, +44 20 7946 0777',
    read: (text) => {
      const parts = (readLine(text) ?? '').split(',').map((part) => part.trim()).filter(Boolean)
      const [person, phone] = [parts.at(0), parts.at(-1)]
      const address = parts.slice(1, -1).join(', ')
      return person !== undefined && phone !== undefined && /^\+?[\d ()/.-]{5,30}$/.test(phone) && address !== '' ? { person, address, phone } : null
    },
  },
} // prettier-ignore

/** One line of words, as it can stand in a statement. */
function readLine(text: string): string | null {
  const line = text.trim()
  return line.length > 0 && line.length <= 120 && /\p{L}/u.test(line) && !/[\p{Cc}\p{Cf}`<>[\]{}|\\]/u.test(line)
    ? line
    : null
}
