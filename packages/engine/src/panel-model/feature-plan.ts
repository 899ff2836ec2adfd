import { MAX_CATEGORIES } from '../boost/bin-columns.ts';
import type { Attribute, Covariates, Frequency, KnownColumn, Panel } from '../contract.ts';
import { type Hierarchy, indexGroups } from './panel-groups.ts';
import { indexPanel, type PanelIndex } from './panel-index.ts';

/** Windows and cycles, in steps, from which a frequency's features are made. */
export interface FeatureShape {
  /** Window of the level by which a series is scaled. */
  readonly levelWindow: number;
  /** Windows of the rolling means. */
  readonly windows: readonly number[];
  /** Short cycles whose same-phase means are features. */
  readonly cycles: readonly number[];
  /** Steps of a year (a multiple of the short cycles), 0 = none, and how many neighbours on each side are averaged. */
  readonly year: number;
  readonly yearReach: number;
  /** Steps of the year that a price is compared with. */
  readonly stepsOfYear: number;
  /** Years back at which the demand of the whole panel, and of groups, is a feature. */
  readonly panelYears: readonly number[];
  /** Windows of a group's recent demand and of its longer one, which it is compared with. */
  readonly groupTrend?: readonly [recent: number, longer: number];
}

const SHAPES: Partial<Record<Frequency, FeatureShape>> = {
  H: {
    levelWindow: 168,
    windows: [12, 24, 48, 168, 336, 672],
    cycles: [24, 168],
    year: 0,
    yearReach: 0,
    stepsOfYear: 364 * 24,
    panelYears: [],
  },
  D: {
    levelWindow: 28,
    windows: [3, 7, 14, 28, 56, 91, 182, 364],
    cycles: [7, 14],
    year: 364,
    yearReach: 3,
    stepsOfYear: 364,
    panelYears: [],
    groupTrend: [14, 91],
  },
  W: {
    levelWindow: 8,
    windows: [1, 2, 4, 8, 13, 26, 52],
    cycles: [],
    year: 52,
    yearReach: 1,
    stepsOfYear: 52,
    panelYears: [1, 2],
    groupTrend: [4, 26],
  },
  M: {
    levelWindow: 12,
    windows: [1, 2, 3, 6, 12, 24],
    cycles: [12],
    year: 0,
    yearReach: 0,
    stepsOfYear: 12,
    panelYears: [],
  },
  Q: {
    levelWindow: 4,
    windows: [1, 2, 4, 8],
    cycles: [4],
    year: 0,
    yearReach: 0,
    stepsOfYear: 4,
    panelYears: [],
  },
};

/**
 * Windows of the level from which a series counts as old, and no older than another. Where all series begin together the
 * age is the date: trees learn by it what was so in the last days alone, and hold it for all that comes (ADR 25).
 */
export const OLD_AGE = 4;

export const AGE = 'age, up to old (log)';
const DAY_OF_YEAR = 'day of year';
const FROM_NEW_YEAR = 'days from New Year';
/** Feasts that have another date each year. */
const FROM_MOVABLE = ['days from Black Friday', 'days from Easter'];
const FROM_FEASTS = [FROM_NEW_YEAR, ...FROM_MOVABLE];

/** Days and weeks in which each of them comes twice, wherever they begin: Easter is up to 385 days after the last, and Black Friday 371. */
const TWO_FEASTS = { D: 742, W: 107 } as const;

/** Which features are the date in a panel whose series are so long; that a feast moves shows when it has come twice. */
function untoldOf(
  length: number,
  frequency: Frequency,
  { levelWindow, stepsOfYear }: FeatureShape,
): readonly string[] {
  if (frequency === 'W') return length < TWO_FEASTS.W ? FROM_MOVABLE : [];
  if (frequency !== 'D') return [];
  if (length < OLD_AGE * levelWindow) return [AGE, DAY_OF_YEAR, ...FROM_FEASTS];
  if (length < stepsOfYear) return FROM_FEASTS;
  return length < TWO_FEASTS.D ? FROM_MOVABLE : [];
}

/** Whether the plan tells the days from feasts that have another date each year. */
export const tellsMovable = ({ untold }: FeaturePlan): boolean => !untold.includes(FROM_MOVABLE[0]);

/** The plan without the days from feasts, for trees that have seen none of them: they would take a number for one beside it. */
export const withoutFeasts = (plan: FeaturePlan): FeaturePlan => ({
  ...plan,
  untold: [...plan.untold, ...FROM_FEASTS],
});

/** Numbers of same-phase values that are averaged. */
export const PHASE_COUNTS = [1, 2, 4, 8] as const;
/** Flags that get features of their own look-alike days. */
const MOST_FLAGS = 4;
const MOST_KNOWN = 24;

/** One input of the panel model. */
export interface Feature {
  readonly name: string;
  readonly categorical: boolean;
  /** What it speaks of, for explanations. */
  readonly group: 'level' | 'season' | 'calendar' | 'known' | 'attribute' | 'similar' | 'step';
  /** -1 = demand never rises with it. */
  readonly direction?: -1;
}

/** Which features a panel has, in their order; everything that must be the same when training and when forecasting. */
export interface FeaturePlan {
  readonly frequency: Frequency;
  readonly shape: FeatureShape;
  readonly features: readonly Feature[];
  readonly hasCalendar: boolean;
  /** Features that are the date, where the panel's days are so few: they are not known (ADR 25). */
  readonly untold: readonly string[];
  /** Names of the known columns and attributes that are used, in the order of the features. */
  readonly known: readonly { readonly name: string; readonly kind: KnownColumn['kind'] }[];
  readonly attributes: readonly string[];
  /** Demand of the panel that was trained on, for every partition of it; only where `shape.panelYears` asks for it. */
  readonly panelIndex?: PanelIndex;
  /** Demand of groups of series, only where `shape.groupTrend` asks for it. */
  readonly hierarchies?: readonly Hierarchy[];
}

/** Length that all but the longest tenth of the series do not exceed. */
function commonLength({ keys, offsets }: Panel): number {
  const lengths = Float64Array.from(keys, (_, s) => offsets[s + 1] - offsets[s]).sort();
  return lengths[Math.floor(0.9 * (lengths.length - 1))] ?? 0;
}

const usable = (attribute: Attribute): boolean => attribute.count > 1 && attribute.count <= MAX_CATEGORIES;

/** Features of a known column, in the order `writeStep` fills them. */
export function knownFeatures(name: string, kind: KnownColumn['kind'], flagPlace: number): Feature[] {
  const plain = (suffix: string): Feature => ({
    name: `${name}${suffix}`,
    categorical: false,
    group: 'known',
  });
  switch (kind) {
    case 'open':
      return [
        plain(' before'),
        plain(' after'),
        plain(' share of 7 before'),
        plain(' share of 7 after'),
        plain(' run before'),
      ];
    case 'flag':
      return [
        plain(''),
        plain(' before'),
        plain(' after'),
        plain(' since'),
        plain(' until'),
        ...(flagPlace < MOST_FLAGS ? [plain(' look-alikes 1'), plain(' look-alikes 4'), plain(' lift')] : []),
      ];
    case 'price':
      return [' to its year', ' to the recent', ' to the highest', ' (log)'].map(
        (suffix): Feature => ({ ...plain(suffix), direction: -1 }),
      );
    case 'number':
      return [plain(''), plain(' change')];
    case 'category':
      return [
        { name, categorical: true, group: 'known' },
        { name: `${name} before`, categorical: true, group: 'known' },
        { name: `${name} after`, categorical: true, group: 'known' },
        plain(' since'),
        plain(' until'),
      ];
  }
}

/**
 * Plans the features of a panel; undefined for a frequency without a panel model. Of the last `unseen` values nothing may be
 * told to forecasts made before them.
 */
export function planFeatures(panel: Panel, frequency: Frequency, unseen = 0): FeaturePlan | undefined {
  const shape = SHAPES[frequency];
  if (!shape) return undefined;
  const covariates: Covariates | undefined = panel.covariates;
  const known = (covariates?.known ?? []).slice(0, MOST_KNOWN).map(({ name, kind }) => ({ name, kind }));
  const attributes = (covariates?.attributes ?? []).filter(usable).map(({ name }) => name);
  const hasCalendar = panel.lastDay !== undefined;
  const features: Feature[] = [
    { name: 'step', categorical: false, group: 'step' },
    { name: 'level (log)', categorical: false, group: 'level' },
    { name: AGE, categorical: false, group: 'level' },
    { name: 'last value', categorical: false, group: 'level' },
    { name: 'since last sale', categorical: false, group: 'level' },
    { name: 'zero share', categorical: false, group: 'level' },
    { name: 'zero share, long', categorical: false, group: 'level' },
    { name: 'variation', categorical: false, group: 'level' },
  ];
  for (const window of shape.windows) {
    features.push({ name: `mean of ${window}`, categorical: false, group: 'level' });
  }
  for (const cycle of shape.cycles) {
    for (const count of PHASE_COUNTS) {
      features.push({ name: `phase of ${cycle}, last ${count}`, categorical: false, group: 'season' });
    }
  }
  if (shape.year > 0) {
    features.push({ name: 'year before', categorical: false, group: 'season' });
    features.push({ name: 'growth on the year', categorical: false, group: 'season' });
  }
  // Without dates nothing says that the series end at the same step.
  const panelIndex = hasCalendar && shape.panelYears.length > 0 ? indexPanel(panel, unseen) : undefined;
  if (panelIndex) {
    for (const years of shape.panelYears) {
      features.push({ name: `panel, years before: ${years}`, categorical: false, group: 'season' });
    }
  }
  const hierarchies = hasCalendar && shape.groupTrend ? indexGroups(panel, unseen) : [];
  for (const [{ attribute }] of hierarchies) {
    const similar = (name: string): Feature => ({ name, categorical: false, group: 'similar' });
    for (const years of shape.panelYears) {
      features.push(similar(`group by ${attribute}, years before: ${years}`));
    }
    features.push(similar(groupTrendName(attribute)));
  }
  if (hasCalendar) {
    for (const name of calendarNames(frequency))
      features.push({ name, categorical: false, group: 'calendar' });
  }
  let flags = 0;
  for (const { name, kind } of known) {
    features.push(...knownFeatures(name, kind, flags));
    if (kind === 'flag') flags++;
  }
  for (const name of attributes) features.push({ name, categorical: true, group: 'attribute' });
  return {
    frequency,
    shape,
    features,
    hasCalendar,
    untold: untoldOf(commonLength(panel), frequency, shape),
    known,
    attributes,
    ...(panelIndex ? { panelIndex } : {}),
    ...(hierarchies.length > 0 ? { hierarchies } : {}),
  };
}

/** Feature of the recent demand of the groups by an attribute, over their longer one. */
export const groupTrendName = (attribute: string): string => `group by ${attribute}, trend`;

export const MOST_LOOKALIKE_FLAGS = MOST_FLAGS;

/** Calendar features of a frequency, in the order `writeCalendar` fills them. */
export function calendarNames(frequency: Frequency): readonly string[] {
  switch (frequency) {
    case 'H':
      return ['hour', 'weekday'];
    case 'D':
      return ['weekday', 'day of month', DAY_OF_YEAR, 'week of month', ...FROM_FEASTS];
    case 'W':
      return [DAY_OF_YEAR, 'day of month', ...FROM_MOVABLE];
    default:
      return ['month'];
  }
}
