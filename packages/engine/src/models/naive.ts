import { fillRow, type Model } from './model.ts';

/** The last known value for every step. */
export const naive: Model = {
  name: 'naive',
  fits: () => true,
  train: () => ({
    label: 'naive',
    parameters: 0,
    predict(values, origins, horizon, out) {
      let last = 0;
      let t = 0;
      for (let r = 0; r < origins.length; r++) {
        for (; t <= origins[r]; t++) if (!Number.isNaN(values[t])) last = values[t];
        fillRow(out, r, horizon, last);
      }
    },
  }),
};
