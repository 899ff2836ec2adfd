import type { Attribute, Panel } from '../contract.ts';
import { indexPanel, type PanelIndex } from './panel-index.ts';

/** Series that a group has, at least: fewer share no more than noise. */
const LEAST_SERIES = 5;
/** Ways of grouping that a panel has, at most. */
const MOST_HIERARCHIES = 3;

/** Indexes of an attribute's groups, by code; undefined where a group is too small. */
export interface GroupedBy {
  readonly attribute: string;
  readonly indexes: readonly (PanelIndex | undefined)[];
  /** Series of each group. */
  readonly sizes: Int32Array;
}

/**
 * Attributes of which each tells the next: item, product group, department; or shop, format of shop. The finest first. A
 * series is looked at beside the smallest of its groups.
 */
export type Hierarchy = readonly GroupedBy[];

/** Indexes of a panel's groups, by hierarchy: what a series shares with its item elsewhere, its category, its shop. */
export function indexGroups(panel: Panel, unseen: number): Hierarchy[] {
  const series = panel.keys.length;
  const hierarchies: Attribute[][] = [];
  const candidates = (panel.covariates?.attributes ?? [])
    .filter((attribute) => sizesOf(attribute).some((size) => size >= LEAST_SERIES && size < series))
    .sort((a, b) => b.count - a.count);
  for (const attribute of candidates) {
    const above = hierarchies.find((members) => members.some((finer) => tells(finer, attribute)));
    if (above) above.push(attribute);
    else if (hierarchies.length < MOST_HIERARCHIES) hierarchies.push([attribute]);
  }
  return hierarchies.map((members) => members.map((attribute) => indexAttribute(panel, attribute, unseen)));
}

function sizesOf({ codes, count }: Attribute): Int32Array {
  const sizes = new Int32Array(count);
  for (const code of codes) if (code >= 0) sizes[code]++;
  return sizes;
}

/** Whether all series of a group of `finer` are in one group of `coarser`. */
function tells(finer: Attribute, coarser: Attribute): boolean {
  const told = new Int32Array(finer.count).fill(-2);
  for (const [s, code] of finer.codes.entries()) {
    if (code < 0) continue;
    if (told[code] === -2) told[code] = coarser.codes[s];
    else if (told[code] !== coarser.codes[s]) return false;
  }
  return true;
}

function indexAttribute(panel: Panel, attribute: Attribute, unseen: number): GroupedBy {
  const members: number[][] = Array.from({ length: attribute.count }, () => []);
  for (const [s, code] of attribute.codes.entries()) if (code >= 0) members[code].push(s);
  return {
    attribute: attribute.name,
    indexes: members.map((group) =>
      group.length < LEAST_SERIES ? undefined : indexPanel(panel, unseen, group),
    ),
    sizes: sizesOf(attribute),
  };
}

/** Index of the smallest group of a hierarchy that series `s` of a panel is in; the codes are those of the panel that was indexed. */
export function groupOf(hierarchy: Hierarchy, { covariates }: Panel, s: number): PanelIndex | undefined {
  let found: PanelIndex | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const { attribute, indexes, sizes } of hierarchy) {
    const code = covariates?.attributes.find(({ name }) => name === attribute)?.codes[s] ?? -1;
    const index = indexes[code];
    if (!index || sizes[code] >= least) continue;
    found = index;
    least = sizes[code];
  }
  return found;
}
