import { deleteCalendarRow, touchCalendar } from '@ordernimbus/data';
import { writeAudit } from '../audit.ts';
import { type Context, inTenant, requireScope } from '../context.ts';
import { noSuchEntry } from './save-entry.ts';

/** Takes an entry out. The next forecast does without it, also where it learnt from it. */
export async function deleteCalendarEntry(ctx: Context, input: { id: string }): Promise<void> {
  requireScope(ctx, 'plan');
  await inTenant(ctx, async (tx) => {
    if (!(await deleteCalendarRow(tx, input.id))) throw noSuchEntry();
    await touchCalendar(tx, ctx.platform.now());
    await writeAudit(tx, ctx, { action: 'calendar_entry.deleted', subject: input.id });
  });
}
