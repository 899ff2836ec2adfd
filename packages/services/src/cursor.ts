import { ServiceError } from '@ordernimbus/contracts';

type CursorShape = Readonly<Record<string, 'string' | 'number'>>;
type CursorOf<Shape extends CursorShape> = {
  [Key in keyof Shape]: Shape[Key] extends 'string' ? string : number;
};

/** Position in a list as an opaque text for the next page. */
export function encodeCursor(position: Readonly<Record<string, string | number>>): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** The position again; undefined without a cursor. @throws ServiceError invalid_input when it is not one of ours */
export function decodeCursor<const Shape extends CursorShape>(
  cursor: string | undefined,
  shape: Shape,
): CursorOf<Shape> | undefined {
  if (cursor === undefined) return undefined;
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (typeof position === 'object' && position !== null) {
      const fields = position as Record<string, unknown>;
      const fits = Object.entries(shape).every(
        ([name, type]) =>
          typeof fields[name] === type && (type === 'string' || Number.isSafeInteger(fields[name])),
      );
      if (fits) return fields as CursorOf<Shape>;
    }
  } catch {
    // told below
  }
  throw new ServiceError(
    'invalid_input',
    'The cursor does not come from this list. Start again without it.',
    { places: [{ field: 'cursor', message: 'not a cursor of this list' }] },
  );
}
