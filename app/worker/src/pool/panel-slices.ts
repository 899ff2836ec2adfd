import type { Panel } from '@ordernimbus/engine';

/** Series `from` (included) to `to` (excluded) of a panel, without copying a value. */
export function slicePanel(panel: Panel, from: number, to: number): Panel {
  const { covariates } = panel;
  return {
    ...panel,
    offsets: panel.offsets.subarray(from, to + 1),
    keys: panel.keys.slice(from, to),
    ...(covariates
      ? {
          covariates: {
            ...covariates,
            starts: covariates.starts.subarray(from, to + 1),
            attributes: covariates.attributes.map((attribute) => ({
              ...attribute,
              codes: attribute.codes.subarray(from, to),
            })),
          },
        }
      : {}),
  };
}

/** The panel on shared memory, so that threads read it in place; returned as it is when it already lies there. */
export function sharePanel(panel: Panel): Panel {
  if (panel.values.buffer instanceof SharedArrayBuffer && panel.offsets.buffer instanceof SharedArrayBuffer) {
    return panel;
  }
  const first = panel.offsets[0] ?? 0;
  const last = panel.offsets[panel.offsets.length - 1] ?? 0;
  const values = new Float64Array(new SharedArrayBuffer((last - first) * Float64Array.BYTES_PER_ELEMENT));
  values.set(panel.values.subarray(first, last));
  const offsets = new Uint32Array(
    new SharedArrayBuffer(panel.offsets.length * Uint32Array.BYTES_PER_ELEMENT),
  );
  for (let index = 0; index < offsets.length; index++) offsets[index] = (panel.offsets[index] ?? 0) - first;
  return { ...panel, values, offsets };
}
