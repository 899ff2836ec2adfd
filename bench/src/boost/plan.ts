/** What both train: the same rows, trees, leaves, rate and shares, on the same number of threads. */
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
  readonly threads: number;
}

export interface BoostResult {
  readonly cpuSeconds: number;
  /** Wall time. */
  readonly seconds: number;
  /** Processor time of the thread that trains, helpers left out; ours only. */
  readonly trainerSeconds?: number;
  /** SHA-256 of the trees; ours only. */
  readonly digest?: string;
  /** Mean loss on rows that neither has seen. */
  readonly loss: number;
}
