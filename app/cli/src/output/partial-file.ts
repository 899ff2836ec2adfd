import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';

/**
 * Creates the empty file that an output is written to before it gets its name: in the same folder, so that the rename is
 * one step, and under a name that nothing has. A fixed name could be that of somebody's file, the input included.
 * @returns its path
 */
export async function createPartialFile(out: string): Promise<string> {
  const partial = `${out}.${randomBytes(6).toString('hex')}.partial`;
  // 'wx': fails rather than opens what is there, a link to another file included
  const file = await open(partial, 'wx');
  await file.close();
  return partial;
}
