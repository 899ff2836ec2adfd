import type { Covariates, Panel } from '@ordernimbus/engine';

/** Series `from` (included) to `to` (excluded) of a panel, without copying a value. */
export function slicePanel(panel: Panel, from: number, to: number): Panel {
  const { covariates } = panel;
  return {
    ...panel,
    offsets: panel.offsets.subarray(from, to + 1),
    keys: panel.keys.slice(from, to),
    ...(covariates ? { covariates: sliceCovariates(covariates, from, to) } : {}),
  };
}

function sliceCovariates(covariates: Covariates, from: number, to: number): Covariates {
  return {
    starts: covariates.starts.subarray(from, to + 1),
    known: covariates.known,
    attributes: covariates.attributes.map((attribute) => ({
      ...attribute,
      codes: attribute.codes.subarray(from, to),
    })),
  };
}

/** The panel on shared memory, so that threads read it in place; what already lies there is taken as it is. */
export function sharePanel(panel: Panel): Panel {
  const { covariates } = panel;
  const history = shareSpans(panel.offsets, [panel.values]);
  return {
    ...panel,
    values: history.arrays[0] as Float64Array,
    offsets: history.offsets,
    ...(covariates ? { covariates: shareCovariates(covariates) } : {}),
  };
}

function shareCovariates(covariates: Covariates): Covariates {
  const spans = shareSpans(
    covariates.starts,
    covariates.known.map(({ values }) => values),
  );
  return {
    starts: spans.offsets,
    known: covariates.known.map((column, at) => ({ ...column, values: spans.arrays[at] as Float32Array })),
    attributes: covariates.attributes.map((attribute) => ({
      ...attribute,
      codes: shareArray(attribute.codes),
    })),
  };
}

type Numbers = Float64Array | Float32Array | Uint32Array | Int32Array;

const isShared = (array: Numbers): boolean => array.buffer instanceof SharedArrayBuffer;

function shareArray<T extends Numbers>(array: T): T {
  if (isShared(array)) return array;
  const type = array.constructor as new (buffer: SharedArrayBuffer) => T;
  const shared = new type(new SharedArrayBuffer(array.byteLength));
  shared.set(array);
  return shared;
}

/** Arrays that are laid out by the same offsets; of those not yet shared only the span that the offsets name is copied. */
function shareSpans<T extends Numbers>(
  offsets: Uint32Array,
  arrays: readonly T[],
): { readonly offsets: Uint32Array; readonly arrays: readonly T[] } {
  if (isShared(offsets) && arrays.every(isShared)) return { offsets, arrays };
  const first = offsets[0] ?? 0;
  const last = offsets[offsets.length - 1] ?? 0;
  return {
    offsets: shareArray(offsets.map((offset) => offset - first)),
    arrays: arrays.map((array) => shareArray(array.slice(first, last) as T)),
  };
}
