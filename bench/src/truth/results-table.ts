import { markdownTable } from '../report/markdown-table.ts';
import { show, showLevels } from '../report/show-scores.ts';
import type { ScenarioOutcome } from './bench-scenario.ts';

/** The outcomes as a table in Markdown. @param name of the models that were tried */
export function truthTable(outcomes: readonly ScenarioOutcome[], name: string): string {
  const head = [
    'scenario',
    'series',
    'noise',
    `error: ${name}`,
    'ets alone',
    'last mean',
    `bias: ${name}`,
    'ets alone',
    'last mean',
    `${name} holds, randomised`,
    'ets alone',
    'what is sold',
  ];
  return markdownTable(
    head,
    outcomes.map(({ scenario, noise, nimbus, ets, last }) => [
      scenario.name,
      String(scenario.series),
      show(noise),
      ...[nimbus, ets, last].map(({ error }) => show(error)),
      ...[nimbus, ets, last].map(({ bias }) => show(bias)),
      ...[nimbus, ets].map(({ coverage }) => showLevels(coverage)),
      scenario.title,
    ]),
  );
}

/** One outcome on one line, while the others still run. */
export function progressLine(outcome: ScenarioOutcome): string {
  const { scenario, noise, nimbus, ets, last, seconds } = outcome;
  const cells = [
    scenario.name.padEnd(26),
    `noise ${show(noise)}`,
    `error ${show(nimbus.error)} (ets ${show(ets.error)}, last mean ${show(last.error)})`,
    `bias ${show(nimbus.bias)}`,
    `holds ${showLevels(nimbus.coverage)}`,
    ...(nimbus.missing > 0 ? [`${nimbus.missing} series without a forecast`] : []),
    `${seconds.toFixed(0)} s`,
  ];
  return cells.join('  ');
}
