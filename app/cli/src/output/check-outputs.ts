import { access, constants, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { CliError } from '../cli-error.ts';
import type { Settings } from '../settings.ts';
import { cannotWrite } from './cannot-write.ts';

/**
 * Refuses, before anything is read or computed, outputs that would replace an input or each other, or that have no place.
 * @throws CliError
 */
export async function checkOutputs({ input, future, out, summary }: Settings): Promise<void> {
  const outputs = [
    ['--out', out],
    ['--summary', summary],
  ] as const;
  for (const [flag, file] of outputs) {
    if (file === undefined) continue;
    if (await isSameFile(file, input)) throw new CliError(`${flag} ${file} would replace the input.`);
    if (future !== undefined && (await isSameFile(file, future))) {
      throw new CliError(`${flag} ${file} would replace the file of --future.`);
    }
    const info = await stat(file).catch(() => undefined);
    try {
      if (info?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
      const folder = await stat(dirname(file));
      if (!folder.isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
      await access(info ? file : dirname(file), constants.W_OK);
    } catch (error) {
      throw cannotWrite(file, error);
    }
  }
  if (out !== undefined && summary !== undefined && (await isSameFile(out, summary))) {
    throw new CliError('--out and --summary name one file; give each its own.');
  }
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  if (resolve(one) === resolve(other)) return true;
  const [a, b] = await Promise.all([one, other].map((file) => stat(file).catch(() => undefined)));
  return a !== undefined && b !== undefined && a.isFile() && a.dev === b.dev && a.ino === b.ino;
}
