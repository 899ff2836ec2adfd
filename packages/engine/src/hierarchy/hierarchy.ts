/**
 * A tree of sums: every node is the sum of its children (company, location, category, item). The parents ARE the summing
 * matrix S in sparse form: row v of S has a one for each leaf below v, so S and its transpose are applied by one pass over
 * the nodes, and nothing of size nodes x leaves is ever made.
 */
export interface Hierarchy {
  /** Parent of each node, -1 at a root; a parent stands before its children. */
  readonly parents: Int32Array;
  /** Nodes without children, ascending: the bottom series. */
  readonly leaves: Int32Array;
  /** Leaves below each node; 1 for a leaf itself. */
  readonly sizes: Float64Array;
}

/**
 * The tree of these parents (-1 = a root; several roots are several trees).
 * @throws RangeError when a parent does not stand before its child
 */
export function createHierarchy(parents: ArrayLike<number>): Hierarchy {
  const nodes = parents.length;
  const sizes = new Float64Array(nodes);
  const leaves: number[] = [];
  for (let v = nodes - 1; v >= 0; v--) {
    const parent = parents[v];
    if (!Number.isInteger(parent) || parent < -1 || parent >= v) {
      throw new RangeError(
        `Node ${v} has the parent ${parent}; it must be a node before it, or -1 for a root.`,
      );
    }
    if (sizes[v] === 0) {
      sizes[v] = 1;
      leaves.push(v);
    }
    if (parent >= 0) sizes[parent] += sizes[v];
  }
  return { parents: Int32Array.from(parents), leaves: Int32Array.from(leaves.reverse()), sizes };
}

/** A tree with the path of each node, from the root's name down. */
export interface NamedHierarchy extends Hierarchy {
  readonly paths: readonly (readonly string[])[];
}

/**
 * The tree under one root of series named from the top down: `[['North', 'Tea', 'a'], ['North', 'Cups', 'b']]` has the nodes
 * `[], [North], [North, Tea], [North, Cups], [North, Tea, a], [North, Cups, b]`: level by level, in the order in which names come.
 * @throws RangeError when paths differ in length, are empty or come twice
 */
export function hierarchyOfPaths(series: readonly (readonly string[])[]): NamedHierarchy {
  const depth = series[0]?.length ?? 0;
  if (depth === 0 || series.some((path) => path.length !== depth)) {
    throw new RangeError('Every series needs a path of the same length, at least its own name.');
  }
  const paths: (readonly string[])[] = [[]];
  const parents = [-1];
  let above = new Map<string, number>([['[]', 0]]);
  for (let level = 1; level <= depth; level++) {
    const nodes = new Map<string, number>();
    for (const path of series) {
      const key = JSON.stringify(path.slice(0, level));
      if (nodes.has(key)) {
        if (level === depth) throw new RangeError(`The series ${path.join(' > ')} is there twice.`);
        continue;
      }
      nodes.set(key, paths.length);
      parents.push(above.get(JSON.stringify(path.slice(0, level - 1)))!);
      paths.push(path.slice(0, level));
    }
    above = nodes;
  }
  return { ...createHierarchy(parents), paths };
}

/** Makes every inner node the sum of its children, in place; `values` is row-major [node][step]. */
export function sumUp({ parents, sizes }: Hierarchy, values: Float64Array, steps = 1): void {
  const inner = new Uint8Array(parents.length);
  for (let v = 0; v < parents.length; v++) if (parents[v] >= 0) inner[parents[v]] = 1;
  for (let v = 0; v < parents.length; v++) {
    if (inner[v] === 1) values.fill(0, v * steps, (v + 1) * steps);
  }
  for (let v = sizes.length - 1; v >= 0; v--) {
    const parent = parents[v];
    if (parent < 0) continue;
    for (let k = 0; k < steps; k++) values[parent * steps + k] += values[v * steps + k];
  }
}
