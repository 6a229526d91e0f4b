// Words of the machine that quote a name in backticks: the name stands in the face of rules.

/** Text with what stands in backticks set as code. */
export function Coded({ words }: { words: string }) {
  return words.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))
}
