import type { Transaction } from '../storage/store.ts'

/** The pair by which push services know this server (RFC 8292): base64url of a point of P-256 and of its secret. */
export interface VapidKeys {
  publicKey: string
  privateKey: string
}

const NAME = 'vapid'

/**
 * The keys of this database, from `make` where it has none yet. They stay: a subscription holds for the key it was made with.
 * They rest in the database, so that a backup has them too, and several nodes have the same.
 */
export const keepVapidKeys = async (tx: Transaction, make: () => VapidKeys): Promise<VapidKeys> => {
  const known = await findKeys(tx)
  if (known) return known
  const made = make()
  const row = { name: NAME, public_key: made.publicKey, private_key: made.privateKey }
  await tx
    .insertInto('push_keys')
    .values(row)
    .onConflict(conflict => conflict.column('name').doNothing())
    .execute()
  return (await findKeys(tx)) ?? made
}

const findKeys = async (tx: Transaction): Promise<VapidKeys | undefined> => {
  const row = await tx.selectFrom('push_keys').selectAll().where('name', '=', NAME).executeTakeFirst()
  return row && { publicKey: row.public_key, privateKey: row.private_key }
}
