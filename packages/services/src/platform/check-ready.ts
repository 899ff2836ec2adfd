import { ping } from '@ordernimbus/data';
import type { Platform } from '../context.ts';

/** Throws when one of the pools gets no answer from the database. */
export async function checkReady(platform: Platform): Promise<void> {
  await Promise.all([ping(platform.database), ping(platform.platformDatabase)]);
}
