/** Why the product cannot start: one sentence for a person, with a way on. */
export class ServeError extends Error {
  override readonly name = 'ServeError';
}
