import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkBoundaries } from './check-boundaries.ts';
import { importRules } from './import-rules.ts';

let root: string;

/** A tree with every part and nothing in it, in which each test plants one violation. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'boundaries-'));
  for (const part of Object.keys(importRules)) {
    plant(`${part}/package.json`, JSON.stringify({ name: `@ordernimbus/${part.split('/').at(-1)}` }));
    plant(`${part}/src/index.ts`, 'export {};\n');
  }
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function plant(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}
const messages = () => checkBoundaries(root).map(({ file, line, message }) => `${file}:${line}: ${message}`);

describe('import rules', () => {
  it('hold in this project', () => {
    expect(checkBoundaries(dirname(dirname(fileURLToPath(import.meta.url))))).toEqual([]);
  });

  it('pass an allowed import', () => {
    plant('packages/services/src/a.ts', "import { withTenant } from '@ordernimbus/data';\n");
    expect(messages()).toEqual([]);
  });

  it.each([
    ['a package import', "\nimport { x } from '@ordernimbus/services';\n"],
    ['a relative import that leaves the part', "\nimport { x } from '../../services/src/index.ts';\n"],
    ['a type import', "\nimport type { x } from '@ordernimbus/services';\n"],
    ['a re-export', "\nexport * from '@ordernimbus/services';\n"],
    ['a dynamic import', "\nconst x = await import('@ordernimbus/services');\n"],
    ['a sub-path', "\nimport x from '@ordernimbus/services/deep';\n"],
  ])('catch %s of a part that is out of bounds', (_, text) => {
    plant('packages/engine/src/a.ts', text);
    expect(messages()).toHaveLength(1);
    expect(messages()[0]).toMatch(
      /^packages\/engine\/src\/a\.ts:2: packages\/engine may not import packages\/services/,
    );
  });

  it('let a process compose in its composition file and nowhere else', () => {
    plant('app/api/src/index.ts', "import '@ordernimbus/data';\n");
    expect(messages()).toEqual([]);
    plant('app/api/src/routes/x.ts', "import '@ordernimbus/data';\n");
    expect(messages()).toEqual([
      'app/api/src/routes/x.ts:1: app/api may not import packages/data (@ordernimbus/data)',
    ]);
  });

  it('catch a forbidden neighbour in package.json', () => {
    plant(
      'packages/contracts/package.json',
      JSON.stringify({ name: '@ordernimbus/contracts', dependencies: { '@ordernimbus/data': '*' } }),
    );
    expect(messages()).toEqual([
      'packages/contracts/package.json:1: packages/contracts may not depend on @ordernimbus/data',
    ]);
  });

  it('catch SQL drivers outside the data package, the environment outside config, and long files', () => {
    plant('packages/services/src/a.ts', "import pg from 'pg';\n");
    plant('packages/services/src/b.ts', 'export const home = process.env.HOME;\n');
    plant('packages/services/src/c.ts', '\n'.repeat(600));
    expect(messages()).toEqual([
      expect.stringContaining('a.ts:1: pg may be used only in packages/data'),
      expect.stringContaining('b.ts:1: process.env is read in config files only'),
      expect.stringContaining('c.ts:601: 601 lines'),
    ]);
  });

  it.each([
    ['const x = 1; // TODO: the rest', 'unfinished work is an issue, not a comment'],
    ['// @ts-ignore\nconst x: string = 1;', 'types are not to be switched off'],
    ["it.skip('works', () => {});", 'no focused, skipped or empty test'],
    ["describe.only('works', () => {});", 'no focused, skipped or empty test'],
    ["const data = '/work/data';", 'no path of one machine'],
  ])('catch %j', (text, message) => {
    plant('packages/engine/src/a.test.ts', `\n${text}\n`);
    expect(messages()).toEqual([`packages/engine/src/a.test.ts:2: ${message}`]);
  });

  it('catch a part without a rule', () => {
    plant('packages/surprise/package.json', JSON.stringify({ name: '@ordernimbus/surprise' }));
    expect(messages()).toEqual(['packages/surprise:1: no import rule: add it to scripts/import-rules.ts']);
  });
});
