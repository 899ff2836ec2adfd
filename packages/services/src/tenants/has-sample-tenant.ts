import { findSampleTenant, withPlatform } from '@ordernimbus/data';
import type { Platform } from '../context.ts';

export async function hasSampleTenant(platform: Platform): Promise<boolean> {
  return (await withPlatform(platform.platformDatabase, findSampleTenant)) !== undefined;
}
