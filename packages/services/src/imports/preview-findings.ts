import type { ImportInspection, ImportMapping, QualityFinding } from '@ordernimbus/contracts';
import { mostCalendarEntries } from '@ordernimbus/contracts';
import { countPromotions, type RowsSource, type WorkSettings } from '@ordernimbus/importers';
import { describeLeftOut } from './replace-promotions.ts';

const counted = (value: number, noun: string): string =>
  `${value.toLocaleString('en')} ${noun}${value === 1 ? '' : 's'}`;

export interface PreviewInput {
  readonly inspection: ImportInspection;
  readonly mapping: ImportMapping;
  readonly source: RowsSource;
  readonly work: WorkSettings;
}

/** What a person should know before the file is imported. */
export async function describePreview(input: PreviewInput): Promise<QualityFinding[]> {
  const { mapping, inspection, source, work } = input;
  const column = mapping.columns.find(({ meaning }) => meaning === 'promotion');
  if (!column) return [];
  if (mapping.layout !== 'long') {
    return [
      {
        id: 'promotions_not_used',
        severity: 'notice',
        title: `The column "${inspection.columns[column.index]?.header}" is not used`,
        detail:
          'Promotions are read from tables of daily sales only: an order names them where something was sold, never where nothing was. Bring them in by Calendar > From a file.',
        count: 0,
      },
    ];
  }
  const { promotions, itemDays } = await countPromotions(source, work);
  if (promotions > mostCalendarEntries) return describeLeftOut(promotions);
  return [
    {
      id: 'promotions',
      severity: promotions > 0 ? 'info' : 'notice',
      title: `${counted(promotions, 'promotion')} on ${counted(itemDays, 'item-day')}`,
      detail:
        promotions > 0
          ? 'Days in a row are one promotion. They come into the calendar, where the next forecast learns from them, and are taken back with this import.'
          : `No row of "${inspection.columns[column.index]?.header}" says that there was one.`,
      count: promotions,
    },
  ];
}
