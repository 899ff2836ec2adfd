/** Kind of a model, its name without the variant: `ets(A,N,A)` and `ets(M,N,M)` are both `ets`. */
export const kindOfModel = (model: string): string => model.replace(/\(.*$/, '');
