/** What a program said last before it failed, which is its reason as a rule; else the error itself. */
export const reasonOf = (error: unknown): string =>
  (error as { readonly stderr?: string }).stderr?.trim().split('\n').at(-1) || String(error);
