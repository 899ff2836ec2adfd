import type { Panel } from '@ordernimbus/engine';
import type { ObservationRow, Observations } from '@ordernimbus/importers/observations';
import { describe, expect, it } from 'vitest';
import { cutWindows } from '../src/backtest/cut-windows.ts';
import { type CovariatePlan, planCovariates } from '../src/panel/covariate-plan.ts';
import { panelParts } from '../src/panel/panel-parts.ts';

const empty = Number.NaN;

/** Two daily series: "a" sells on days 0 to 5, "b" on days 2 to 5; price, promotion and footfall, also of days 6 and 7. */
const rowsOf = (series: number, first: number, columns: readonly (readonly number[])[]): ObservationRow[] =>
  columns.map((known, t) => ({
    series,
    step: first + t,
    quantity: first + t > 5 ? empty : 10 * series + first + t + 1,
    inStock: empty,
    open: empty,
    fromFuture: false,
    known,
  }));

const rows = [
  ...rowsOf(0, 0, [
    [empty, empty, 1],
    [2, 1, 2],
    [empty, empty, empty],
    [3, 0, 4],
    [3, 0, 5],
    [3, 0, 6],
    [3, 1, 7],
    [empty, empty, 8],
  ]),
  ...rowsOf(1, 2, [
    [5, 0, 1],
    [5, 1, 1],
    [5, 0, 1],
    [5, 0, 1],
    [6, 0, 1],
    [6, 1, 1],
  ]),
];

const observations: Observations = {
  calendar: {
    frequency: 'D',
    stepOf: () => 0,
    nameOf: (step) => `2024-01-${String(1 + step).padStart(2, '0')}`,
  },
  looksLike: 'D',
  items: ['a', 'b'],
  locations: ['x', 'x'],
  rows: rows.length,
  firstStep: 0,
  lastStep: 5,
  columns: {},
  listsSalesOnly: false,
  covariates: {
    varying: (
      [
        ['price', 'price', true],
        ['promotion', 'flag', true],
        ['footfall', 'number', false],
      ] as const
    ).map(([name, kind, isPlanned]) => ({
      name,
      kind,
      isPlanned,
      isListed: kind === 'flag',
      sql: '',
      futureSql: undefined,
    })),
    attributes: [{ name: 'region', codes: Int32Array.of(1, 0), count: 2 }],
    unused: [],
    onlyAhead: [],
  },
  sheets: [],
  digest: '',
  knownAhead: async (cutoffStep) => ({
    started: 2,
    columns: [0, 1, 2].map(() => ({ isKnown: cutoffStep === 5, told: 2 })),
  }),
  unseenPrices: async () => [],
  lastStepUpTo: () => undefined,
  async *stream() {
    yield rows;
  },
};

const firstDay = Date.UTC(2024, 0, 1) / 86_400_000;

const partsOf = (covariates: CovariatePlan, cutoffStep = 5) =>
  panelParts(observations, { cutoffStep, covariates, seriesPerPart: 64 });

const columnsOf = (panel: Panel): Record<string, number[]> =>
  Object.fromEntries(panel.covariates?.known.map(({ name, values }) => [name, [...values]]) ?? []);

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}

describe('panel parts', () => {
  it('lay known columns beside each history and over the horizon, and fill their holes by kind', async () => {
    const [part] = await collect(partsOf(await planCovariates(observations, 5, 2, false)));
    const panel = part?.panel as Panel;
    expect([...panel.offsets]).toEqual([0, 6, 10]);
    expect(panel.lastDay).toBe(firstDay + 5);
    expect([...(panel.covariates?.starts ?? [])]).toEqual([0, 8, 14]);
    expect(columnsOf(panel)).toEqual({
      price: [2, 2, 2, 3, 3, 3, 3, 3, 5, 5, 5, 5, 6, 6],
      promotion: [0, 1, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1],
      footfall: [1, 2, empty, 4, 5, 6, 7, 8, 1, 1, 1, 1, 1, 1],
    });
    expect(panel.covariates?.attributes.map(({ name, codes, count }) => [name, [...codes], count])).toEqual([
      ['item', [0, 1], 2],
      ['region', [1, 0], 2],
    ]);
    expect(panel.covariates?.known[0]?.values.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(panel.covariates?.attributes[0]?.codes.buffer).toBeInstanceOf(SharedArrayBuffer);
  });
});

describe('windows of a back-test', () => {
  it('are a panel for each origin, with its date and what is planned one horizon further', async () => {
    const covariates = await planCovariates(observations, 4, 2, true);
    expect(covariates.historyOnly).toEqual(['footfall']);
    const origins = [1, 3].map((step) => ({ step, lastDay: firstDay + step, model: undefined }));
    const [first, second] = await collect(
      cutWindows(partsOf(covariates), { origins, horizon: 2, covariates }),
    );
    // At the first origin only "a" had begun.
    expect(first?.panel.keys).toEqual(['a|x']);
    expect(first?.panel.lastDay).toBe(firstDay + 1);
    expect(columnsOf(first?.panel as Panel)).toEqual({ price: [2, 2, 2, 3], promotion: [0, 1, 0, 0] });
    expect(second?.panel.keys).toEqual(['a|x', 'b|x']);
    expect(second?.panel.lastDay).toBe(firstDay + 3);
    expect([...(second?.panel.covariates?.starts ?? [])]).toEqual([0, 6, 10]);
    expect(columnsOf(second?.panel as Panel).promotion).toEqual([0, 1, 0, 0, 0, 0, 0, 1, 0, 0]);
    expect(second?.panel.covariates?.attributes[1]?.codes).toEqual(Int32Array.of(1, 0));
  });
});
