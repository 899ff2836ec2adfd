import type { Transaction } from '../database.ts';

export interface UserRow {
  userId: string;
  email: string;
  name: string;
  passwordHash: string;
}

/** Platform role. False when the address is taken. */
export async function insertUser(tx: Transaction, row: UserRow): Promise<boolean> {
  const rows = await tx.query(
    `insert into users (user_id, email, name, password_hash) values ($1, $2, $3, $4)
     on conflict (email) do nothing returning 1`,
    [row.userId, row.email, row.name, row.passwordHash],
  );
  return rows.length === 1;
}

/** Platform role. */
export async function findUserByEmail(tx: Transaction, email: string): Promise<UserRow | undefined> {
  return (
    await tx.query<UserRow>(
      'select user_id as "userId", email, name, password_hash as "passwordHash" from users where email = $1',
      [email],
    )
  )[0];
}

export async function updatePasswordHash(tx: Transaction, userId: string, hash: string): Promise<void> {
  await tx.query('update users set password_hash = $2 where user_id = $1', [userId, hash]);
}
