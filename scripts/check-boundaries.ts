import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentReaders, exclusivePackages, importRules, type PartRule } from './import-rules.ts';

export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

const sourceFile = /\.(ts|tsx|mts|js|mjs)$/;
const passedOver = new Set(['node_modules', 'dist', 'generated', '.cache', '.git']);
const maxLines = 500;

/** Words that say "not finished" or "not looked at". */
const forbidden: readonly (readonly [RegExp, string])[] = [
  [/\b(?:TODO|FIXME|XXX|HACK)\b/, 'unfinished work is an issue, not a comment'],
  [/@ts-(?:ignore|nocheck)\b/, 'types are not to be switched off'],
  [/\b(?:it|test|describe|suite)\.(?:only|skip|todo|skipIf|runIf)\b/, 'no focused, skipped or empty test'],
  // a folder of one machine
  [/['"`(]\/work\//, 'no path of one machine'],
];

/** Every form in which a module is named: import, export from, dynamic import, require, import type. */
const specifier = /(?:\bfrom\s+|\bimport\s*\(\s*|\bimport\s+|\brequire\s*\(\s*)(['"])([^'"\n]+)\1/g;

function listSources(root: string, folder: string): string[] {
  const found: string[] = [];
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (passedOver.has(entry.name)) continue;
    const path = posix.join(folder, entry.name);
    if (entry.isDirectory()) found.push(...listSources(root, path));
    else if (sourceFile.test(entry.name) && !entry.name.endsWith('.d.ts')) found.push(path);
  }
  return found;
}

const partOf = (path: string): string | undefined =>
  Object.keys(importRules).find((part) => path === part || path.startsWith(`${part}/`));

function allowed(rule: PartRule, inside: string, target: string): boolean {
  if (rule.imports.includes(target)) return true;
  return Object.entries(rule.onlyIn ?? {}).some(
    ([prefix, parts]) => inside.startsWith(prefix) && parts.includes(target),
  );
}

function packageName(name: string): string {
  const [first = '', second = ''] = name.split('/');
  return first.startsWith('@') ? `${first}/${second}` : first;
}

/** Part that a module name leads to, or undefined for other people's packages and Node's own. */
function targetPart(root: string, file: string, name: string, partByPackage: ReadonlyMap<string, string>) {
  if (!name.startsWith('.')) return partByPackage.get(packageName(name));
  const path = relative(root, resolve(root, dirname(file), name))
    .split(sep)
    .join('/');
  return partOf(path) ?? (path.startsWith('..') ? 'outside the project' : undefined);
}

function checkFile(
  root: string,
  part: string,
  file: string,
  partByPackage: ReadonlyMap<string, string>,
): Violation[] {
  const violations: Violation[] = [];
  const text = readFileSync(join(root, file), 'utf8');
  const inside = file.slice(part.length + 1);
  const rule = importRules[part]!;
  const lineAt = (index: number) => text.slice(0, index).split('\n').length;
  for (const match of text.matchAll(specifier)) {
    const name = match[2]!;
    const line = lineAt(match.index);
    const target = targetPart(root, file, name, partByPackage);
    if (target && target !== part && !allowed(rule, inside, target)) {
      violations.push({ file, line, message: `${part} may not import ${target} (${name})` });
    }
    const homes = exclusivePackages[packageName(name)];
    // a type costs nothing at run time and ties nobody to a connection
    const typeOnly = /import\s+type[^;]*$/.test(text.slice(Math.max(0, match.index - 300), match.index));
    if (
      homes &&
      !typeOnly &&
      !homes.some((home) => file.startsWith(`${home}/`)) &&
      !/(^|\/)test\/|\.test\.ts$/.test(file)
    ) {
      violations.push({ file, line, message: `${name} may be used only in ${homes.join(', ')}` });
    }
  }
  const environment = text.search(/\bprocess\.env\b/);
  if (environment >= 0 && !environmentReaders.test(file)) {
    violations.push({ file, line: lineAt(environment), message: 'process.env is read in config files only' });
  }
  for (const [pattern, message] of forbidden) {
    const at = text.search(pattern);
    if (at >= 0) violations.push({ file, line: lineAt(at), message });
  }
  const lines = text.split('\n').length;
  if (lines > maxLines)
    violations.push({ file, line: lines, message: `${lines} lines: split it (at most ${maxLines})` });
  return violations;
}

function checkNeighbours(
  root: string,
  part: string,
  partByPackage: ReadonlyMap<string, string>,
): Violation[] {
  const file = `${part}/package.json`;
  const manifest = JSON.parse(readFileSync(join(root, file), 'utf8')) as {
    dependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
  };
  const rule = importRules[part]!;
  const reachable = new Set([...rule.imports, ...Object.values(rule.onlyIn ?? {}).flat()]);
  return Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
    .map((name) => ({ name, target: partByPackage.get(name) }))
    .filter(({ target }) => target !== undefined && !reachable.has(target))
    .map(({ name }) => ({ file, line: 1, message: `${part} may not depend on ${name}` }));
}

/** All violations of the import rules below `root`, sorted by file and line. */
export function checkBoundaries(root: string): Violation[] {
  const parts = Object.keys(importRules);
  const partByPackage = new Map<string, string>();
  for (const part of parts) {
    const manifest = JSON.parse(readFileSync(join(root, part, 'package.json'), 'utf8')) as { name: string };
    partByPackage.set(manifest.name, part);
  }
  const violations = parts.flatMap((part) => [
    ...checkNeighbours(root, part, partByPackage),
    ...listSources(root, part).flatMap((file) => checkFile(root, part, file, partByPackage)),
  ]);
  for (const group of ['packages', 'app']) {
    for (const entry of readdirSync(join(root, group), { withFileTypes: true })) {
      const folder = `${group}/${entry.name}`;
      if (entry.isDirectory() && !importRules[folder]) {
        violations.push({
          file: folder,
          line: 1,
          message: 'no import rule: add it to scripts/import-rules.ts',
        });
      }
    }
  }
  return violations.sort((a, b) => a.file.localeCompare(b.file) || a.line - b.line);
}

if (import.meta.main) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const violations = checkBoundaries(root);
  for (const { file, line, message } of violations) console.error(`${file}:${line}: ${message}`);
  console.log(`${violations.length === 0 ? 1 : 0} passed, ${violations.length} failed`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}
