import { type Explorer, type Metrics, probabilities, ServiceError } from '@ordernimbus/contracts';
import {
  type ExplorerSort,
  findCurrentRun,
  findNode,
  listExplorerItems,
  listLocationNames,
  listNodes,
  type NodeRow,
  type SortDirection,
} from '@ordernimbus/data';
import { type Context, inTenant, requireScope } from '../context.ts';
import { decodeCursor, encodeCursor } from '../cursor.ts';
import { noForecastYet } from '../forecasts/no-forecast.ts';
import { dayNumber, isoDay } from '../runs/calendar-days.ts';
import { categoryName, mapItemRow, mapNodeRow, rangeOf } from './map-explorer-row.ts';

export interface ExplorerInput {
  readonly locationId?: number;
  /** '' = items without a category */
  readonly category?: string;
  readonly search?: string;
  readonly sort?: ExplorerSort;
  /** absent: names from A, figures from the largest */
  readonly direction?: SortDirection;
  readonly cursor?: string;
  readonly limit?: number;
}

function mapNode(node: NodeRow, cutoff: string): Explorer['node'] {
  const days = node.mean.length;
  return {
    historyFrom: node.historyFrom ?? cutoff,
    history: node.history,
    forecastFrom: isoDay(dayNumber(cutoff) + 1),
    mean: node.mean,
    probabilities: [...probabilities],
    quantiles: probabilities.map((_, q) => node.quantiles.slice(q * days, (q + 1) * days)),
    next28: rangeOf(node),
    soldPrior28: node.soldPrior28,
    metrics: node.metrics as Metrics | null,
  };
}

type Child = Explorer['children'][number];
const figures: Record<Exclude<ExplorerSort, 'name'>, (child: Child) => number | null> = {
  next28: ({ next28 }) => next28?.mean ?? null,
  sold: ({ soldPrior28 }) => soldPrior28,
  change: ({ next28, soldPrior28 }) => (next28 && soldPrior28 ? next28.mean / soldPrior28 : null),
  wape: ({ wape }) => wape,
};

function compareChildren(sort: ExplorerSort, direction: SortDirection): (a: Child, b: Child) => number {
  const sign = direction === 'asc' ? 1 : -1;
  const byName = (a: Child, b: Child) => a.name.localeCompare(b.name, 'en');
  if (sort === 'name') return (a, b) => sign * byName(a, b);
  return (a, b) => {
    const [x, y] = [figures[sort](a), figures[sort](b)];
    // what is not known stands last, whichever way the rest goes
    if (x === null || y === null) return Number(x === null) - Number(y === null) || byName(a, b);
    return sign * (x - y) || byName(a, b);
  };
}

/**
 * One level of company -> location -> category -> item. A shop with one location has no level of locations, one without
 * categories no level of categories. A category without a location is its sum over all of them, with its part at each. A
 * search looks for items below the level, whatever lies between.
 */
export async function getExplorer(ctx: Context, input: ExplorerInput): Promise<Explorer> {
  requireScope(ctx, 'read');
  const sort = input.sort ?? 'next28';
  const direction = input.direction ?? (sort === 'name' ? 'asc' : 'desc');
  const limit = input.limit ?? 50;
  const offset = decodeCursor(input.cursor, { offset: 'number' })?.offset ?? 0;
  return inTenant(ctx, async (tx) => {
    const run = await findCurrentRun(tx);
    if (!run) throw noForecastYet();
    const names = new Map((await listLocationNames(tx)).map((row) => [row.id, row.name]));
    const locations = await listNodes(tx, run.id, { kind: 'location' });
    const only = locations.length === 1 ? locations[0]?.locationId : undefined;
    const locationId = input.locationId ?? (input.category === undefined ? undefined : only);
    const node = await findNode(
      tx,
      run.id,
      input.category !== undefined
        ? { kind: 'category', locationId: locationId ?? 0, category: input.category }
        : locationId !== undefined
          ? { kind: 'location', locationId, category: '' }
          : { kind: 'company', locationId: 0, category: '' },
    );
    // a category over all locations: a run of an earlier version has its parts alone
    const isCrossed = input.category !== undefined && locationId === undefined;
    const parts = isCrossed
      ? await listNodes(tx, run.id, { kind: 'category', category: input.category as string })
      : [];
    if (!node && parts.length === 0) {
      throw new ServiceError('not_found', 'There is no such location or category in the forecast.');
    }

    const breadcrumb: Explorer['breadcrumb'] = [{ name: 'All sales', locationId: null, category: null }];
    if (locationId !== undefined && only === undefined) {
      breadcrumb.push({ name: names.get(locationId) ?? '', locationId, category: null });
    }
    if (input.category !== undefined) {
      const at = locationId ?? null;
      breadcrumb.push({ name: categoryName(input.category), locationId: at, category: input.category });
    }
    const level = {
      runId: run.id,
      cutoff: run.cutoff,
      title: breadcrumb.at(-1)?.name ?? '',
      breadcrumb,
      node: node ? mapNode(node, run.cutoff) : null,
    };
    const search = input.search?.trim();
    const at = locationId ?? only;
    const nodes =
      input.category !== undefined
        ? []
        : at === undefined
          ? locations
          : await listNodes(tx, run.id, { kind: 'category', locationId: at });
    if (isCrossed && !search) {
      const children = parts
        .map((part) => mapNodeRow(part, names))
        .map((row): Child => ({ ...row, kind: 'location', name: names.get(row.locationId ?? 0) ?? '' }))
        .sort(compareChildren(sort, direction));
      return withNext(level, children.slice(offset, offset + limit), children.length, offset);
    }
    const uncategorised = at !== undefined && nodes.length === 1 && nodes[0]?.category === '';
    if (search || input.category !== undefined || uncategorised) {
      const { rows, total } = await listExplorerItems(tx, {
        runId: run.id,
        cutoff: run.cutoff,
        ...(at === undefined ? {} : { locationId: at }),
        ...(input.category === undefined ? {} : { category: input.category }),
        ...(search ? { search } : {}),
        sort,
        direction,
        offset,
        limit,
      });
      const children = rows.map((row) => mapItemRow(row, run.cutoff, at === undefined));
      return withNext(level, children, total, offset);
    }
    const children = nodes.map((child) => mapNodeRow(child, names)).sort(compareChildren(sort, direction));
    return withNext(level, children.slice(offset, offset + limit), children.length, offset);
  });
}

function withNext(
  level: Omit<Explorer, 'children' | 'totalChildren' | 'nextCursor'>,
  children: Explorer['children'],
  totalChildren: number,
  offset: number,
): Explorer {
  const end = offset + children.length;
  const page = { ...level, children, totalChildren };
  return children.length > 0 && end < totalChildren
    ? { ...page, nextCursor: encodeCursor({ offset: end }) }
    : page;
}
