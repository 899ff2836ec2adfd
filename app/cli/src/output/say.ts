/** A line of text in which names of a file (items, columns, sheets) may stand: no escape sequence reaches the terminal. */
export const terminalText = (text: string): string => text.replace(/\p{Cc}/gu, '\ufffd');

/** One sentence on standard error, which stays apart from what is written to standard output. */
export function remark(text: string): void {
  process.stderr.write(`nimbus: ${terminalText(text.replace(/\s+/g, ' ').trim())}\n`);
}
