import { describe, expect, it } from 'vitest';
import { createHierarchy, hierarchyOfPaths, sumUp } from '../../src/hierarchy/index.ts';
import { summingMatrix } from './dense-reference.ts';

describe('a hierarchy', () => {
  it('is built level by level from the names of its series', () => {
    const tree = hierarchyOfPaths([
      ['North', 'Tea', 'a'],
      ['South', 'Tea', 'a'],
      ['North', 'Cups', 'b'],
      ['North', 'Tea', 'c'],
    ]);
    expect(tree.paths.map((path) => path.join(' > '))).toEqual([
      '',
      'North',
      'South',
      'North > Tea',
      'South > Tea',
      'North > Cups',
      'North > Tea > a',
      'South > Tea > a',
      'North > Cups > b',
      'North > Tea > c',
    ]);
    expect([...tree.parents]).toEqual([-1, 0, 0, 1, 2, 1, 3, 4, 5, 3]);
    expect([...tree.leaves]).toEqual([6, 7, 8, 9]);
    expect([...tree.sizes]).toEqual([4, 3, 1, 2, 1, 1, 1, 1, 1, 1]);
    expect(summingMatrix(tree)[1]).toEqual([1, 0, 1, 1]);
  });

  it('adds leaves up at every step', () => {
    const tree = createHierarchy([-1, 0, 0, 1, 1]);
    const values = Float64Array.of(9, 9, 9, 9, 1, 2, 3, 4, 5, 6);
    sumUp(tree, values, 2);
    expect([...values]).toEqual([9, 12, 8, 10, 1, 2, 3, 4, 5, 6]);
  });

  it('refuses parents behind their children, and series that are there twice or at other depths', () => {
    expect(() => createHierarchy([-1, 2, 0])).toThrow('Node 1 has the parent 2');
    expect(() => createHierarchy([-2])).toThrow(RangeError);
    expect(() => hierarchyOfPaths([['a'], ['a']])).toThrow('The series a is there twice.');
    expect(() => hierarchyOfPaths([['a', 'b'], ['a']])).toThrow(RangeError);
    expect(() => hierarchyOfPaths([])).toThrow(RangeError);
  });
});
