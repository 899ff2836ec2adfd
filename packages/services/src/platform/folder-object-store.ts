import { access, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ObjectStore } from '../context.ts';

/** Objects as files under one folder. Keys use `/`; none may lead out of the folder. */
export function createFolderObjectStore(folder: string): ObjectStore {
  const root = path.resolve(folder);
  const locate = (key: string): string => {
    const parts = key.split('/');
    if (
      key === '' ||
      parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\\'))
    ) {
      throw new TypeError(`The object key "${key}" is not a plain relative path.`);
    }
    return path.join(root, ...parts);
  };

  return {
    async localPath(key) {
      const file = locate(key);
      await mkdir(path.dirname(file), { recursive: true });
      return file;
    },

    async exists(key) {
      try {
        await access(locate(key));
        return true;
      } catch {
        return false;
      }
    },

    async commit(temporaryKey, key) {
      const from = locate(temporaryKey);
      const to = locate(key);
      // what is named in the database must survive a power cut: content first, then the name
      await syncPath(from);
      await mkdir(path.dirname(to), { recursive: true });
      await rename(from, to);
      await syncPath(path.dirname(to));
    },

    async remove(prefix) {
      await rm(locate(prefix.replace(/\/$/, '')), { recursive: true, force: true });
    },

    async list(prefix) {
      const start = locate(prefix.replace(/\/$/, ''));
      const entries = await readdir(start, { recursive: true, withFileTypes: true }).catch(
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
          throw error;
        },
      );
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) =>
          path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'),
        )
        .sort();
    },
  };
}

async function syncPath(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
