import { ServiceError } from '@ordernimbus/contracts';
import { SaxesParser } from 'saxes';
import { damaged, unsupported } from './errors.ts';

export interface XmlHandler {
  /** names are without the prefix of their namespace */
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  /** a piece of text; CDATA too */
  text?(text: string): void;
}

/** Elements inside each other: those of workbooks stay below 20. */
const mostDepth = 100;
/** bytes without a single element, text or comment ending in them: no cell is so long (32,767 characters) */
const mostSilence = 2 ** 20;

export const localName = (name: string): string => {
  const at = name.indexOf(':');
  return at < 0 ? name : name.slice(at + 1);
};

/**
 * Reads XML a piece at a time. No entity but the five of XML itself is resolved, a document type is refused, and neither
 * depth nor a text without an end fills the memory.
 */
export class XmlReader {
  private readonly parser = new SaxesParser({ xmlns: false, position: false });
  private readonly part: string;
  private decoder: InstanceType<typeof TextDecoder> | undefined;
  private depth = 0;
  private silence = 0;

  constructor(part: string, handler: XmlHandler) {
    this.part = part;
    const { parser } = this;
    const heard = (): void => {
      this.silence = 0;
    };
    parser.on('opentag', ({ name, attributes }) => {
      heard();
      if (++this.depth > mostDepth) throw damaged(`${part} has elements inside each other without an end`);
      handler.open(localName(name), attributes);
    });
    parser.on('closetag', ({ name }) => {
      heard();
      this.depth--;
      handler.close?.(localName(name));
    });
    const text = (piece: string): void => {
      heard();
      handler.text?.(piece);
    };
    parser.on('text', text);
    parser.on('cdata', text);
    parser.on('comment', heard);
    parser.on('doctype', () => {
      throw unsupported(
        'The workbook defines XML entities of its own (DOCTYPE), which no spreadsheet program writes. It was not read further.',
      );
    });
  }

  push(piece: Buffer): void {
    this.decoder ??= new TextDecoder(encodingOf(piece));
    this.silence += piece.length;
    this.write(() => this.parser.write(this.decoder?.decode(piece, { stream: true }) ?? ''));
    if (this.silence > mostSilence) throw damaged(`${this.part} has a text or an element without an end`);
  }

  end(): void {
    this.write(() => this.parser.write(this.decoder?.decode() ?? '').close());
  }

  private write(run: () => void): void {
    try {
      run();
    } catch (error) {
      throw error instanceof ServiceError ? error : damaged(`${this.part} is not well-formed XML`, error);
    }
  }
}

function encodingOf(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : 'utf-8';
}

/** A whole part, for those that are small. */
export async function readXml(
  pieces: AsyncIterable<Buffer>,
  part: string,
  handler: XmlHandler,
  signal?: AbortSignal,
): Promise<void> {
  const reader = new XmlReader(part, handler);
  for await (const piece of pieces) {
    signal?.throwIfAborted();
    reader.push(piece);
  }
  reader.end();
}
