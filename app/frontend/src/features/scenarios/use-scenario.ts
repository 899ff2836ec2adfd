import type { Explorer, Scenario, ScenarioInput } from '@ordernimbus/contracts';
import { useCallback, useEffect, useRef, useState } from 'react';
import { request } from '../../api/request.ts';
import type { Change } from '../item/what-if/scenario-form.ts';
import { collectSeries, type Scope } from './collect-series.ts';
import type { Line } from './scenario-totals.ts';

export type ScenarioState =
  | { readonly step: 'none' }
  | { readonly step: 'finding' }
  | { readonly step: 'failed'; readonly error: unknown }
  | {
      readonly step: 'forecasting' | 'stopped' | 'done';
      readonly change: Change;
      readonly lines: readonly Line[];
      readonly total: number;
    };

const levelSize = 500;

/**
 * Tries a change on every item of a part of the shop, one after the other: each is forecast again by the same request as
 * on its own page. Another run, leaving the page, or `stop` ends the one at work.
 */
export function useScenario() {
  const [state, setState] = useState<ScenarioState>({ step: 'none' });
  const work = useRef<AbortController>(null);
  const stop = useCallback(() => work.current?.abort(), []);
  useEffect(() => stop, [stop]);

  const run = useCallback(async (scope: Scope, change: Change) => {
    work.current?.abort();
    const own = new AbortController();
    work.current = own;
    const { signal } = own;
    setState({ step: 'finding' });
    const lines: Line[] = [];
    try {
      const series = await collectSeries(scope, (part, cursor) =>
        request<Explorer>('/v1/explorer', { signal, query: { ...part, cursor, limit: levelSize } }),
      );
      const total = series.length;
      setState({ step: 'forecasting', change, lines: [], total });
      for (const one of series) {
        const { itemId, locationId } = one;
        try {
          const body: ScenarioInput = { itemId, locationId, ...change };
          const scenario = await request<Scenario>('/v1/scenarios/preview', {
            method: 'POST',
            body,
            signal,
          });
          lines.push({ series: one, scenario });
        } catch (error) {
          if (signal.aborted) throw error;
          lines.push({ series: one, error: error instanceof Error ? error.message : 'It failed.' });
        }
        setState({ step: 'forecasting', change, lines: [...lines], total });
      }
      setState({ step: 'done', change, lines, total });
    } catch (error) {
      if (work.current !== own) return;
      if (!signal.aborted) setState({ step: 'failed', error });
      else setState((now) => (now.step === 'forecasting' ? { ...now, step: 'stopped' } : { step: 'none' }));
    }
  }, []);
  return { state, run, stop };
}
