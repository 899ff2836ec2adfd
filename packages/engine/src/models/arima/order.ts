/** Order of the part without a season: AR, differences, MA. */
export interface ArimaOrder {
  readonly p: number;
  readonly d: number;
  readonly q: number;
  /** A mean (no difference) or a drift (one difference in all); with more differences there is none. */
  readonly constant: boolean;
}

/** Order of the seasonal part; all zero without one. `period` is in steps. */
export interface SeasonalOrder {
  readonly P: number;
  readonly D: number;
  readonly Q: number;
  readonly period: number;
}

/** Both parts: ARIMA(p,d,q)(P,D,Q)[period]. */
export type FullOrder = ArimaOrder & SeasonalOrder;

/** Number of AR and MA parameters. */
export const countArma = ({ p, q, P, Q }: FullOrder): number => p + q + P + Q;

/** Steps lost to the differences. */
export const differencedSteps = ({ d, D, period }: FullOrder): number => d + D * period;

/** Whether the order has a mean or a drift. */
export const hasConstant = ({ constant, d, D }: FullOrder): boolean => constant && d + D < 2;

/** `arima(2,1,1)(0,1,0)[12]`, with `+c` for a mean or a drift. */
export function labelOf(order: FullOrder): string {
  const { p, d, q, P, D, Q, period } = order;
  const season = P + D + Q > 0 ? `(${P},${D},${Q})[${period}]` : '';
  return `arima(${p},${d},${q})${season}${hasConstant(order) ? '+c' : ''}`;
}
