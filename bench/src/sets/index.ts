import type { BenchSet } from './bench-set.ts';
import { m4Hourly } from './m4-hourly.ts';
import { m5 } from './m5.ts';
import { carparts, m3 } from './monthly.ts';
import { onlineRetail } from './online-retail.ts';
import { orangeJuice } from './orange-juice.ts';
import { rossmann } from './rossmann.ts';
import { uciWeekly } from './uci-weekly.ts';
import { vn2 } from './vn2.ts';

export const benchSets: readonly BenchSet[] = [
  m5,
  rossmann,
  vn2,
  carparts,
  m3,
  m4Hourly,
  orangeJuice,
  uciWeekly,
  onlineRetail,
];
