/** Loss of a quantile forecast (Koenker and Bassett 1978): tau * (y - q) above it, (1 - tau) * (q - y) below. */
export function pinballLoss(actual: number, quantile: number, probability: number): number {
  const error = actual - quantile;
  return error >= 0 ? probability * error : (probability - 1) * error;
}
