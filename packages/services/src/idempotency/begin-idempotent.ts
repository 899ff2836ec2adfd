import { ServiceError } from '@ordernimbus/contracts';
import {
  claimIdempotencyKey,
  deleteOldIdempotencyKeys,
  findIdempotencyKey,
  releaseIdempotencyKey,
  storeIdempotentAnswer,
} from '@ordernimbus/data';
import { actorName, type Context, inTenant } from '../context.ts';

export interface StoredAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** The right to do the work of a key; ends with `finish` or `release`. */
export interface IdempotentRequest {
  finish(answer: StoredAnswer): Promise<void>;
  release(): Promise<void>;
}

/** A claim whose process ended is given up after this time. */
const staleMs = 120_000;
const keepMs = 86_400_000;

/**
 * Claims a key for a request, or finds the answer that it had. The claim is its own transaction: a crash between the
 * work and the storing of its answer leaves a claim that a repetition takes over after two minutes, and verbs whose
 * repetition would do harm protect themselves by their own keys.
 */
export async function beginIdempotent(
  ctx: Context,
  input: { key: string; route: string; requestHash: Buffer },
): Promise<{ request: IdempotentRequest } | { answer: StoredAnswer }> {
  const actor = actorName(ctx.actor);
  const now = ctx.platform.now();
  const existing = await inTenant(ctx, async (tx) => {
    // now and then, not at each write: one request in 256 clears what is older than a day
    if (input.requestHash[0] === 0) await deleteOldIdempotencyKeys(tx, new Date(now.getTime() - keepMs));
    const claimed = await claimIdempotencyKey(tx, {
      ...input,
      actor,
      now,
      staleBefore: new Date(now.getTime() - staleMs),
    });
    return claimed ? undefined : await findIdempotencyKey(tx, actor, input.key);
  });
  if (existing) return { answer: answerOf(existing, input.requestHash) };
  return {
    request: {
      finish: ({ status, contentType, body }) =>
        inTenant(ctx, (tx) =>
          storeIdempotentAnswer(tx, { actor, key: input.key, status, response: { contentType, body } }),
        ),
      release: () => inTenant(ctx, (tx) => releaseIdempotencyKey(tx, actor, input.key)),
    },
  };
}

function answerOf(
  row: NonNullable<Awaited<ReturnType<typeof findIdempotencyKey>>>,
  requestHash: Buffer,
): StoredAnswer {
  if (!row.requestHash.equals(requestHash)) {
    throw new ServiceError(
      'idempotency_mismatch',
      'This idempotency key was used for another request. Use a new key for a new request.',
    );
  }
  if (row.status === null || row.response === null) {
    throw new ServiceError(
      'conflict',
      'The first request with this idempotency key is still being worked on.',
      {
        retryAfterSeconds: 1,
      },
    );
  }
  return { status: row.status, ...row.response };
}
