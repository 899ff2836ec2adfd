import {
  allowLongStatements,
  findSalesReport,
  forgetSalesReport,
  readLocationDays,
  readSalesQuality,
  type SalesQuality,
  storeSalesReport,
  type TenantTransaction,
  withTenant,
} from '@ordernimbus/data';
import type { Platform } from '../context.ts';
import { findSilence, type Silence } from './find-silence.ts';

/** What all facts of a shop say together. A pass over them: kept by whoever changed them, not made for each reader. */
export interface SalesReport {
  readonly sales: SalesQuality;
  readonly silence: Silence;
}

/** To be raised whenever `SalesReport` or what a number in it means changes. */
const FORMAT = 1;

async function describeSales(tx: TenantTransaction): Promise<SalesReport> {
  return { sales: await readSalesQuality(tx), silence: findSilence(await readLocationDays(tx)) };
}

/** For an import that is at work: nobody else changes the shop's sales meanwhile. */
export async function makeSalesReport(platform: Platform, tenantId: string): Promise<SalesReport> {
  return withTenant(platform.database, tenantId, async (tx) => {
    await allowLongStatements(tx);
    return describeSales(tx);
  });
}

/** `undefined`: none could be made of the sales as they are now, and the last one is of others. */
export async function keepSalesReport(
  tx: TenantTransaction,
  report: SalesReport | undefined,
  madeAt: Date,
): Promise<void> {
  if (!report) return forgetSalesReport(tx);
  await storeSalesReport(tx, { format: FORMAT, report, madeAt, isRead: false });
}

/** The report that is kept; made now, and kept, for sales that came before reports were. */
export async function readSalesReport(
  tx: TenantTransaction,
  now: Date,
): Promise<{ report: SalesReport; madeAt: Date }> {
  const kept = await findSalesReport(tx, FORMAT);
  if (kept) return { report: kept.report as SalesReport, madeAt: kept.madeAt };
  const report = await describeSales(tx);
  if (report.sales.series > 0) {
    await storeSalesReport(tx, { format: FORMAT, report, madeAt: now, isRead: true });
  }
  return { report, madeAt: now };
}
