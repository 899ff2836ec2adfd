import { describe, expect, it } from 'vitest';
import { UsageError } from '../command-line/choose-sets.ts';
import { engineUsage, readEngineFlags } from './flags.ts';

const read = (line: string) => readEngineFlags(line === '' ? [] : line.split(' '));
const testWindow = [{ origin: '-1', window: 0 }];

describe('engine without flags', () => {
  it('runs ours beside the peers on the test window, whole sets, without the slow methods', () => {
    expect(read('')).toEqual({
      run: 'peers',
      origins: testWindow,
      sets: undefined,
      every: 1,
      methods: undefined,
      whole: false,
    });
  });

  it('is what --peers is', () => {
    expect(read('--peers')).toEqual(read(''));
  });

  it.each([
    ['--sets vn2,carparts --sets rossmann', { sets: ['vn2,carparts', 'rossmann'] }],
    ['--methods sba,dot', { methods: ['sba,dot'] }],
    ['--whole', { whole: true }],
    ['--every 10', { every: 10 }],
  ])('stays the comparison with %s', (line, more) => {
    expect(read(line)).toEqual({ ...read(''), ...more });
    expect(read(`--peers ${line}`)).toEqual(read(line));
  });
});

describe('engine with an origin', () => {
  it('is the table of ours alone', () => {
    expect(read('--origin -2')).toEqual({
      run: 'origins',
      origins: [{ origin: '-2', window: -1 }],
      sets: undefined,
      every: 1,
      models: 'auto',
      threads: 1,
    });
  });

  it('takes several origins, models and threads', () => {
    expect(read('--origin -2 --origin=-3 --models ets --threads 2 --sets vn2 --every 4')).toEqual({
      run: 'origins',
      origins: [
        { origin: '-2', window: -1 },
        { origin: '-3', window: -2 },
      ],
      sets: ['vn2'],
      every: 4,
      models: 'ets',
      threads: 2,
    });
  });

  it('is ours alone on the test window too, when that is named', () => {
    expect(read('--origin -1')).toMatchObject({ run: 'origins', origins: testWindow });
  });

  it('is the comparison on that window with --peers', () => {
    expect(read('--origin -2 --peers --methods nimbus,sba --whole')).toEqual({
      run: 'peers',
      origins: [{ origin: '-2', window: -1 }],
      sets: undefined,
      every: 1,
      methods: ['nimbus,sba'],
      whole: true,
    });
  });
});

describe('a wrong call of engine', () => {
  it.each([
    ['--models ets', '--models is for ours alone: add --origin'],
    ['--models auto', '--models is for ours alone: add --origin'],
    ['--threads 2', '--threads is for ours alone: add --origin'],
    ['--peers --origin -2 --models ets', '--models is for ours alone: leave out --peers'],
    ['--peers --origin -2 --threads 1', '--threads is for ours alone: leave out --peers'],
    ['--origin -2 --methods dot', '--methods is for the comparison with the peers: add --peers'],
    ['--origin -2 --whole', '--whole is for the comparison with the peers: add --peers'],
    ['--origin 2', '"2" is no origin'],
    ['--every 0', '--every 0 is no whole number'],
    ['--every 1.5', '--every 1.5 is no whole number'],
    ['--origin -2 --threads two', '--threads two is no whole number'],
    ['--peer', "Unknown option '--peer'"],
    ['vn2', "Unexpected argument 'vn2'"],
    ['--sets', "Option '--sets <value>' argument missing"],
    ['--sets --whole', "Option '--sets' argument is ambiguous"],
  ])('%s is refused in one sentence', (line, message) => {
    expect(() => read(line)).toThrow(UsageError);
    expect(() => read(line)).toThrow(message);
    expect(() => read(line)).toThrow(/^[^\n]+\.$/);
  });
});

describe('engine --help', () => {
  it('asks for the usage, which names every flag', () => {
    expect(read('--help')).toEqual({ run: 'help' });
    for (const flag of ['origin', 'peers', 'sets', 'every', 'methods', 'whole', 'models', 'threads']) {
      expect(engineUsage).toContain(`\n  --${flag} `);
    }
  });
});
