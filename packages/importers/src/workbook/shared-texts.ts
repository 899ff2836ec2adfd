import { cleanText, TextGatherer } from './cell-text.ts';
import { tooLarge } from './errors.ts';
import type { WorkbookLimits } from './limits.ts';
import { readXml } from './xml-reader.ts';

const recent = 4096;

/**
 * The texts that cells name by number. They are held as UTF-8 in one block: as strings of their own, a million of them
 * would take several times as much, and each would keep alive the piece of the file that it was cut from.
 */
export class SharedTexts {
  private bytes = Buffer.allocUnsafe(1 << 16);
  private ends = new Uint32Array(1 << 12);
  private readonly seenAt = new Int32Array(recent).fill(-1);
  private readonly seen = new Array<string>(recent);
  count = 0;
  private readonly limits: WorkbookLimits;

  constructor(limits: WorkbookLimits) {
    this.limits = limits;
  }

  add(text: string): void {
    const { maxTexts, maxTextBytes } = this.limits;
    if (this.count >= maxTexts) {
      throw tooLarge(
        `The workbook has more than ${maxTexts.toLocaleString('en')} different texts. Save the sheet as CSV and choose that file.`,
      );
    }
    const start = this.count === 0 ? 0 : (this.ends[this.count - 1] as number);
    const length = Buffer.byteLength(text);
    if (start + length > maxTextBytes) {
      throw tooLarge(
        `The texts of the workbook take more than ${Math.round(maxTextBytes / 2 ** 20)} MiB. Save the sheet as CSV and choose that file.`,
      );
    }
    if (start + length > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(start + length, this.bytes.length * 2));
      this.bytes.copy(larger, 0, 0, start);
      this.bytes = larger;
    }
    if (this.count === this.ends.length) {
      const larger = new Uint32Array(this.ends.length * 2);
      larger.set(this.ends);
      this.ends = larger;
    }
    this.ends[this.count++] = start + this.bytes.write(text, start);
  }

  find(index: number): string | undefined {
    if (!(Number.isInteger(index) && index >= 0 && index < this.count)) return undefined;
    const slot = index % recent;
    if (this.seenAt[slot] === index) return this.seen[slot];
    const start = index === 0 ? 0 : (this.ends[index - 1] as number);
    const text = this.bytes.toString('utf8', start, this.ends[index]);
    this.seenAt[slot] = index;
    this.seen[slot] = text;
    return text;
  }
}

export async function readSharedTexts(
  pieces: AsyncIterable<Buffer>,
  part: string,
  limits: WorkbookLimits,
  signal?: AbortSignal,
): Promise<SharedTexts> {
  const texts = new SharedTexts(limits);
  const gatherer = new TextGatherer();
  await readXml(
    pieces,
    part,
    {
      open(name) {
        if (name === 'si') gatherer.start();
        else gatherer.open(name);
      },
      text: (text) => gatherer.add(text),
      close(name) {
        gatherer.close(name);
        if (name === 'si') texts.add(cleanText(gatherer.text));
      },
    },
    signal,
  );
  return texts;
}
