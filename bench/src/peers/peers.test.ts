import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scoreSet } from '../scorer/score-set.ts';
import type { ComparedSet, MethodOutcome } from './bench-methods.ts';
import { bestPeer, ratiosToBest } from './best-peer.ts';
import { chooseMethods, methods, suits } from './methods.ts';
import { parsePeerCost, parsePeerForecasts } from './read-peer-output.ts';
import { likeForLikeTable, methodTable } from './table.ts';
import { writePeerInput } from './write-peer-input.ts';
import { mergeSets } from './write-results.ts';

const head = 'unique_id,ds,mean,q0.025,q0.1,q0.25,q0.5,q0.75,q0.9,q0.975';
const csv = (...rows: string[]): string => `${[head, ...rows].join('\n')}\n`;

describe('forecasts of a peer', () => {
  it('are read by series, quantile by quantile, with nothing below zero', () => {
    const found = parsePeerForecasts(
      csv(
        'a|,2024-01-01,3,-1,1,2,3,4,5,6',
        'a|,2024-01-02,-0.5,0,0,0,0,0,0,7',
        'b|x,2024-01-01,1,,,,,,,',
        'b|x,2024-01-02,2,,,,,,,',
      ),
      2,
    );
    expect([...found.keys()]).toEqual(['a|', 'b|x']);
    expect(found.get('a|')?.mean).toEqual(Float64Array.of(3, 0));
    expect(found.get('a|')?.quantiles).toEqual(Float64Array.of(0, 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 7));
    expect(found.get('b|x')?.mean).toEqual(Float64Array.of(1, 2));
  });

  const row = (id: string, mean = '1'): string => `${id},2024-01-01,${mean},1,1,1,1,1,1,1`;
  it.each([
    ['another header', 'unique_id,ds,AutoETS\na,2024-01-01,1\n', 'header'],
    ['a series with a step too few', csv(row('a'), row('b'), row('b')), 'Line 3'],
    ['a series with a step too many', csv(row('a'), row('a'), row('a'), row('b')), 'Line 4'],
    ['a last series that ends early', csv(row('a'), row('a'), row('b')), '3 rows'],
    ['no number', csv(row('a', 'nan'), row('a')), 'Line 2'],
    ['an empty mean', csv(row('a', ''), row('a')), 'Line 2'],
  ])('are refused with %s', (_, text, message) => {
    expect(() => parsePeerForecasts(text, 2)).toThrow(message);
  });

  it('come with what they cost, on the last line', () => {
    const text =
      'a warning\n{"cpu_seconds": 1.5, "warmup_seconds": 2, "peak_mib": 200, "versions": {"python": "3.11"}}\n';
    expect(parsePeerCost(text)).toEqual({
      cpuSeconds: 1.5,
      warmupSeconds: 2,
      peakMemoryMiB: 200,
      versions: { python: '3.11' },
    });
    expect(() => parsePeerCost('{"cpu_seconds": "much"}')).toThrow('does not say what it cost');
  });
});

describe('the layout that peers read', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'peer-input-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = async (input: string, future?: string) => {
    const file = (name: string): string => join(folder, name);
    await writeFile(file('input.csv'), input);
    if (future) await writeFile(file('future.csv'), future);
    const hasFuture = await writePeerInput({
      inputFile: file('input.csv'),
      futureFile: future ? file('future.csv') : undefined,
      cutoff: '2024-01-02',
      peerInputFile: file('peer-input.csv'),
      peerFutureFile: file('peer-future.csv'),
    });
    const [history, known] = await Promise.all(
      ['peer-input.csv', 'peer-future.csv'].map((name) => readFile(file(name), 'utf8')),
    );
    return { hasFuture, history, known };
  };

  it('keeps what lies after the cut-off from the history, and its sales from the known future', async () => {
    const { hasFuture, history, known } = await write(
      'item,location,date,quantity,price\na,x,2024-01-02,5,1.5\na,x,2024-01-03,9,1.25\n',
    );
    expect(hasFuture).toBe(true);
    expect(history).toBe('unique_id,ds,y,item,location,price\na|x,2024-01-02,5,a,x,1.5\n');
    expect(known).toBe('unique_id,ds,price\na|x,2024-01-03,1.25\n');
  });

  it('takes the known future from its own file where there is one', async () => {
    const { hasFuture, history, known } = await write(
      'item,location,date,quantity,open,state\na,,2024-01-02,5,1,HE\n',
      'item,location,date,open\na,,2024-01-03,0\n',
    );
    expect(hasFuture).toBe(true);
    expect(history).toBe('unique_id,ds,y,item,location,open,state\na|,2024-01-02,5,a,,1,HE\n');
    expect(known).toBe('unique_id,ds,open\na|,2024-01-03,0\n');
  });

  it('has the last recorded quantity of the same series for a row without one, and zero as it is', async () => {
    const { history } = await write(
      [
        'item,location,date,quantity',
        'a,x,2023-12-30,5',
        'a,x,2023-12-31,',
        'a,x,2024-01-01,0',
        'a,x,2024-01-02,',
        'b,x,2024-01-01,',
        'b,x,2024-01-02,3',
        '',
      ].join('\n'),
    );
    expect(history?.split('\n').map((line) => line.split(',')[2])).toEqual([
      ...['y', '5', '5', '0', '0', '', '3', undefined],
    ]);
  });

  it('says when nothing is known ahead', async () => {
    expect((await write('item,location,date,quantity\na,,2024-01-02,5\n')).hasFuture).toBe(false);
  });
});

const perfect = scoreSet([], { season: 1, point: 'mean', mainMetric: 'WAPE' });
const outcome = (
  name: string,
  kind: MethodOutcome['kind'],
  main: number,
  scaledPinball: number | null,
  cpuSeconds: number,
  engineCpuSeconds?: number,
): MethodOutcome => ({
  name,
  title: name,
  kind,
  scores: { ...perfect, main, scaledPinball },
  cpuSeconds,
  ...(engineCpuSeconds === undefined ? {} : { engineCpuSeconds }),
  versions: {},
  date: '2026-01-01',
  machine: 'a machine',
  load: 0,
});
const compared = (set: string, ...methods: MethodOutcome[]): ComparedSet => ({
  set,
  mainMetric: 'WAPE',
  series: 1,
  methods,
});

describe('ratios to the best peer', () => {
  const all = [
    outcome('nimbus', 'ours', 0.5, 0.2, 4, 3),
    outcome('autoets', 'peer', 1, 0.25, 16),
    outcome('imapa', 'peer', 0.8, null, 0.5),
    outcome('seasonal-naive', 'rule', 0.1, 0.1, 0),
  ];

  it('take the best main metric and the best pinball loss among peers, not ours and not the rule', () => {
    expect(bestPeer(all)?.name).toBe('imapa');
    expect(ratiosToBest(all[0] as MethodOutcome, all)).toEqual({
      main: 0.625,
      pinball: expect.closeTo(0.8, 12),
      cpu: 8,
      engineCpu: 6,
    });
    expect(ratiosToBest(all[1] as MethodOutcome, all)).toEqual({ main: 1.25, pinball: 1, cpu: 32 });
  });

  it('do not exist without a peer, nor for a score that a method lacks', () => {
    expect(ratiosToBest(all[0] as MethodOutcome, [all[0] as MethodOutcome])).toEqual({});
    expect(ratiosToBest(all[2] as MethodOutcome, all)).toEqual({ main: 1, cpu: 1 });
  });

  it('stand in the table, with the best peer in bold', () => {
    const rows = methodTable(compared('vn2', ...all))
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()));
    const column = (name: string): number => rows[0]?.indexOf(name) ?? -1;
    expect(rows.slice(2, -1).map((row) => row[1])).toEqual([
      'nimbus',
      'autoets',
      '**imapa**',
      'seasonal-naive',
    ]);
    expect(rows[2]?.[column('main: WAPE')]).toBe('0.5000');
    expect(rows[2]?.[column('/ best peer')]).toBe('x0.625');
    expect(rows[4]?.[column('scaled pinball')]).toBe('-');
    expect(rows.slice(2, 4).map((row) => row[column('of the engine')])).toEqual(['3.0', '-']);
  });
});

describe('like for like', () => {
  it('compares the methods of one kind, where both were run', () => {
    const ets = [outcome('nimbus-ets', 'ours', 0.9, 0.2, 2, 1), outcome('autoets', 'peer', 1, 0.25, 16)];
    const table = likeForLikeTable([compared('vn2', ...ets), compared('carparts', ets[1] as MethodOutcome)]);
    const cells = table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    expect(cells.slice(2, -1).map((row) => row.slice(1, -1))).toEqual([
      ['nimbus-ets / autoets', 'vn2', 'x0.900', 'x0.800', 'x0.125', 'x0.0625', '-'],
    ]);
    expect(likeForLikeTable([])).toBe('');
  });
});

describe('results kept from earlier runs', () => {
  it('are replaced method by method and stay in the order of the benches', () => {
    const earlier = [
      compared('carparts', outcome('tsb', 'peer', 1, null, 1), outcome('autoets', 'peer', 1, 1, 1)),
    ];
    const first = mergeSets(earlier, compared('vn2', outcome('dot', 'peer', 1, 1, 1)));
    expect(first.map(({ set }) => set)).toEqual(['vn2', 'carparts']);
    const again = mergeSets(
      first,
      compared('carparts', outcome('autoets', 'peer', 2, 1, 1), outcome('nimbus', 'ours', 1, 1, 1)),
    );
    expect(again[1]?.methods.map(({ name, scores }) => [name, scores.main])).toEqual([
      ['nimbus', 1],
      ['autoets', 2],
      ['tsb', 1],
    ]);
  });
});

describe('methods', () => {
  it('include every peer that the comparison stands on, ours beside them', () => {
    const peers = methods.filter(({ models }) => models === undefined);
    expect(peers.map(({ name }) => name)).toEqual([
      ...['autoets', 'dot', 'autoets-all', 'dot-all', 'imapa', 'sba', 'tsb'],
      ...['lightgbm-counts', 'lightgbm-scaled', 'lightgbm-mape', 'autoarima', 'autoces', 'ensemble'],
    ]);
    expect(peers.filter(({ pointOnly }) => pointOnly).map(({ name }) => name)).toEqual([
      ...['imapa', 'sba', 'tsb', 'lightgbm-mape'],
    ]);
    expect(chooseMethods(undefined, false)).toContain(methods.find(({ name }) => name === 'nimbus'));
  });

  it('of other projects are known to the script that runs them, without ranges where they are said to have none', async () => {
    const script = await readFile(new URL('../../peers/run_peers.py', import.meta.url), 'utf8');
    const table = /^METHODS = \{\n(.*?)^\}/ms.exec(script)?.[1] ?? '';
    const calls = new Map(
      [...table.matchAll(/^ {4}"(.+?)": (.+),$/gm)].map(([, name, call]) => [name, call]),
    );
    const pointOnly = /^POINT_ONLY = \[(.*)\]/m.exec(script)?.[1]?.split(', ') ?? [];
    for (const method of methods) {
      if (method.models !== undefined) continue;
      const call = calls.get(method.script ?? method.name);
      expect(call, method.name).toBeDefined();
      const hasNoRanges = pointOnly.some((name) => call === `classical(${name})`) || call?.includes('loss=');
      expect(hasNoRanges, method.name).toBe(method.pointOnly ?? false);
    }
  });

  it('are named and explained in the README of the benches', async () => {
    const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
    const section = readme.split('\n## ').find((text) => text.startsWith('engine\n')) ?? '';
    const names = section.split('\n').flatMap((line) => {
      const cell = /^\| ((?:`[a-z-]+`(?:, )?)+) \|/.exec(line)?.[1];
      return cell ? cell.split(', ').map((name) => name.slice(1, -1)) : [];
    });
    expect(names).toEqual(expect.arrayContaining([...methods.map(({ name }) => name), 'seasonal-naive']));
  });

  it('are run on the sets that they can be scored on', () => {
    const on = (set: Parameters<typeof suits>[1]) =>
      methods.filter((method) => suits(method, set)).map(({ name }) => name);
    const juice = on({ name: 'orange_juice', point: 'relative median', mainMetric: 'MAPE %' });
    expect(juice).toContain('lightgbm-mape');
    expect(juice).toContain('autoets');
    // no range to take the point of the percentage error from
    for (const name of ['imapa', 'sba', 'tsb']) expect(juice).not.toContain(name);
    const vn2 = on({ name: 'vn2', point: 'mean', mainMetric: 'WAPE' });
    expect(vn2).toContain('sba');
    for (const name of ['lightgbm-mape', 'autoets-all']) expect(vn2).not.toContain(name);
    expect(on({ name: 'm5_foods3_tx3', point: 'mean', mainMetric: 'weighted RMSSE' })).toContain(
      'autoets-all',
    );
  });

  it('that take long are run when they are named or the whole is asked for', () => {
    const names = (given: string[] | undefined, whole = false) =>
      chooseMethods(given, whole).map(({ name }) => name);
    expect(names(undefined)).not.toContain('ensemble');
    expect(names(undefined, true)).toContain('ensemble');
    expect(names(['ensemble,autoets', 'nimbus'])).toEqual(['nimbus', 'autoets', 'ensemble']);
    expect(() => names(['prophet'])).toThrow('There is no method "prophet"');
  });
});
