/** What both train: the same rows, trees, leaves, rate and shares, on one thread. */
export interface BoostPlan {
  readonly rows: number;
  readonly unseen: number;
  readonly seed: number;
  readonly power: number;
  readonly trees: number;
  readonly leaves: number;
  readonly learningRate: number;
  readonly minRows: number;
  readonly lambda: number;
  readonly bins: number;
  readonly featureShare: number;
  readonly rowShare: number;
}

export interface BoostResult {
  readonly cpuSeconds: number;
  /** Mean loss on rows that neither has seen. */
  readonly loss: number;
}
