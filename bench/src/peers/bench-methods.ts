import { loadavg } from 'node:os';
import {
  forecastByNimbus,
  forecastBySeasonalNaive,
  type PreparedSet,
  prepareSet,
} from '../accuracy/bench-one-set.ts';
import { reasonOf } from '../command-line/reason-of.ts';
import { thisMachine } from '../report/this-machine.ts';
import { type SetScores, scoreSet } from '../scorer/score-set.ts';
import type { BenchSet } from '../sets/bench-set.ts';
import { type Method, suits } from './methods.ts';
import { forecastByPeer } from './run-peer.ts';

/** One method on one set. */
export interface MethodOutcome {
  readonly name: string;
  readonly title: string;
  readonly kind: 'ours' | 'peer' | 'rule';
  readonly scores: SetScores;
  /** Ours: the whole process. Peers: fitting and forecasting alone. The rule costs next to nothing. */
  readonly cpuSeconds?: number;
  /** Ours alone: what of it the engine used in its threads, as the peers' is counted, but with its own warm-up. */
  readonly engineCpuSeconds?: number;
  readonly warmupSeconds?: number;
  readonly peakMemoryMiB?: number;
  readonly versions: Readonly<Record<string, string>>;
  readonly command?: string;
  readonly date: string;
  readonly machine: string;
  /** Load average of the last minute when the run ended: other work on the machine. */
  readonly load: number;
}

export interface ComparedSet {
  readonly set: string;
  readonly mainMetric: string;
  readonly series: number;
  readonly methods: readonly MethodOutcome[];
}

export interface CompareOptions {
  readonly every: number;
  readonly window: number;
  readonly methods: readonly Method[];
  /** Interpreter for the peers. */
  readonly python: string;
  /** Leave out, with its reason, a peer that fails, as some do on histories as short as theirs; ours may not. */
  readonly leaveOut?: boolean;
}

/** Runs the methods one after another on one thread each, and the seasonal naive. */
export async function compareMethods(set: BenchSet, options: CompareOptions): Promise<ComparedSet> {
  const prepared = await prepareSet(set, options);
  const outcomes: MethodOutcome[] = [];
  for (const method of options.methods) {
    if (!suits(method, set)) continue;
    process.stderr.write(`${set.name}, ${method.title} ...\n`);
    try {
      outcomes.push(await runMethod(method, prepared, options.python));
    } catch (error) {
      if (!options.leaveOut || method.models) throw error;
      process.stderr.write(`${method.title} was left out: ${reasonOf(error)}\n`);
    }
  }
  const naive: MethodOutcome = {
    name: 'seasonal-naive',
    title: 'seasonal naive',
    kind: 'rule',
    scores: scoreSet(forecastBySeasonalNaive(prepared), set),
    versions: {},
    ...stamp(),
  };
  return {
    set: set.name,
    mainMetric: set.mainMetric,
    series: prepared.made.rounds[0]?.truth.length ?? 0,
    methods: [...outcomes, naive],
  };
}

async function runMethod(method: Method, prepared: PreparedSet, python: string): Promise<MethodOutcome> {
  const { name, title } = method;
  if (method.models) {
    const { pairs, cost } = await forecastByNimbus(prepared, { threads: 1, models: method.models });
    return {
      name,
      title,
      kind: 'ours',
      scores: scoreSet(pairs, prepared.set),
      cpuSeconds: cost.cpuSeconds,
      engineCpuSeconds: cost.engineCpuSeconds,
      peakMemoryMiB: cost.peakMemoryMiB,
      versions: { engine: cost.version, node: process.versions.node },
      command: cost.command,
      ...stamp(),
    };
  }
  const { pairs, cost } = await forecastByPeer(method, prepared, python);
  const scores = scoreSet(pairs, method.trainedOn ? { ...prepared.set, point: 'mean' } : prepared.set);
  return {
    name,
    title,
    kind: 'peer',
    scores: method.pointOnly ? withoutRanges(scores) : scores,
    ...cost,
    ...stamp(),
  };
}

/** A method that gives no ranges has no score for them. */
function withoutRanges(scores: SetScores): SetScores {
  const none = Object.fromEntries(Object.keys(scores.coverage).map((level) => [level, null]));
  return { ...scores, wapeOfMedian: null, scaledPinball: null, coverage: none, coverageRandomised: none };
}

function stamp(): Pick<MethodOutcome, 'date' | 'machine' | 'load'> {
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: thisMachine(),
    load: Number((loadavg()[0] ?? 0).toFixed(1)),
  };
}
