import type { ColumnType, Generated } from 'kysely'

/** Tables as both SQLite and Postgres have them. Instants are ms since 1970. Blobs are bytes. Nothing here is in the clear that a partner wrote. */
export interface Database {
  spaces: {
    space_id: string
    sample: number
    created_at: number
    /** Sample spaces only. */
    expires_at: number | null
    /** The log's head: raised under this row's lock in the storing transaction. */
    head: number
    /** JSON of a `PauseState`. */
    pause: string
  }
  seats: {
    space_id: string
    seat: 'a' | 'b'
    sign_key: string
    receive_key: string
    join_proof: string | null
    joined_at: number
    profile: string | null
    key_box: string | null
    recovery_id: string
    recovery_proof_hash: string
  }
  devices: {
    device_id: string
    space_id: string
    seat: 'a' | 'b'
    sign_key: string
    receive_key: string
    certificate: string
    /** `ended <device id>` once its access ended: it is listed for what it signed. */
    token_hash: string
    label: string | null
    added_at: number
    /** The last instant at which the server heard from it: bounds `heldMs`. Never shown to anyone. */
    heard_at: number
  }
  /** SHA-256 of tokens whose access was ended, the newest of each space. */
  ended_tokens: {
    token_hash: string
    space_id: string
    ended_at: number
  }
  invites: {
    invite_id: string
    space_id: string
    /** Gone once the joiner confirmed, or the invite was revoked or expired. */
    sealed_keys: string | null
    greeting: string | null
    created_at: number
    expires_at: number
    state: 'open' | 'used' | 'revoked'
    /** The device that redeemed it. */
    used_by: string | null
  }
  events: {
    space_id: string
    seq: number
    event_id: string
    at: number
    kind: string
    /** Null for the server's own due steps. */
    seat: 'a' | 'b' | null
    device_id: string | null
    held_ms: number
    about: string | null
    /** JSON of the pause step, if it is one. */
    step: string | null
    sealed: string | null
  }
  jobs: {
    job_id: Generated<number>
    space_id: string
    kind: 'pause-call-back' | 'pause-ask-missing' | 'pause-end' | 'sample-end'
    due_at: number
    /** Who has taken it and until when; null when free. */
    claimed_until: number | null
  }
  /** The log of a document's outer updates. */
  document_updates: {
    /** Shared documents: the space; the journal: space and seat. */
    owner: string
    document: string
    generation: number
    update_seq: Generated<number>
    bytes: ColumnType<Uint8Array, Uint8Array, never>
  }
  /** Which seat used a Yjs client id first in a document. */
  document_authors: {
    owner: string
    document: string
    generation: number
    client: number
    seat: 'a' | 'b'
  }
  /** How push services know this server: one row, made at the first start. */
  push_keys: {
    name: string
    public_key: string
    private_key: string
  }
  /** Where a device is pushed to. */
  push_subscriptions: {
    device_id: string
    space_id: string
    seat: 'a' | 'b'
    endpoint: string
    /** Of the endpoint's host, the last two names: what counts as one push service. */
    domain: string
    p256dh: string
    auth: string
    /** The push service asked to be left alone until then. */
    not_before: number
    /** So many pushes in a row it refused for good. */
    refused: Generated<number>
  }
  /** What is still to be pushed: a row for each device and event, made in the transaction that stored the event. */
  pushes: {
    push_id: Generated<number>
    device_id: string
    space_id: string
    seq: number
    due_at: number
    expires_at: number
    /** Tries that failed. */
    tries: number
    /** Being sent, until then; null when free. */
    claimed_until: number | null
  }
  /** Written by `/readyz` alone. */
  readiness: {
    name: string
    at: number
    room: Uint8Array | null
  }
}
