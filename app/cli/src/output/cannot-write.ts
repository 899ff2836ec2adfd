import { CliError } from '../cli-error.ts';

/** Why a file cannot be written, as a sentence. */
export function cannotWrite(file: string, error: unknown): CliError {
  const code = (error as NodeJS.ErrnoException).code;
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'its folder does not exist',
    ENOTDIR: 'its folder is a file',
    EACCES: 'no permission to write there',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    EISDIR: 'it is a folder',
  };
  const reason =
    (code && reasons[code]) ?? (error instanceof Error ? error.message.split('\n')[0] : String(error));
  return new CliError(`${file} cannot be written: ${reason}.`, { cause: error });
}
