/** The database server could not be had. The message is one sentence for a person, with a way on. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}
