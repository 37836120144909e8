import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { SecretBox, type SecretPlace } from '../secrets/secret-box.js';
import { conflict } from './problem.js';

/** What a request is recognised by. */
export interface RequestIdentity {
  readonly keyId: string;
  readonly tenantId: string | null;
  /** Path with query, as asked. */
  readonly url: string;
  readonly idempotencyKey: string;
  readonly rawBody: Buffer | undefined;
}

export interface KeptAnswer {
  readonly status: number;
  readonly body: unknown;
}

interface Row {
  body_hash: string;
  status: number;
  body: string | null;
  created_at: number;
}

const DAY_MS = 86_400_000;
/** A reservation this old belongs to a process that ended before it had an answer. */
const ABANDONED_MS = 5 * 60_000;
const PRUNE_EVERY_MS = 3_600_000;
/** Stands in the row while the first request is being worked on. */
const IN_PROGRESS = 0;

const PURPOSE = 'idempotency body';
const NO_BODY = Buffer.alloc(0);

/**
 * Keeps the answers of POSTs that carry an `Idempotency-Key`, for a day, encrypted: an answer may hold a new key. Of the
 * body a keyed fingerprint is kept, because it may hold a password.
 */
@Injectable()
export class IdempotencyService {
  private readonly running = new Map<string, Promise<void>>();
  private prunedAt = 0;

  constructor(
    private readonly db: Database,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  /**
   * Does the work once per key; the same request again gets the same answer. A failed request is not kept.
   * @throws ProblemException 409 for a key that was used with another body, or whose request another process works on.
   */
  async once(request: RequestIdentity, work: () => Promise<KeptAnswer>): Promise<KeptAnswer> {
    const id = digest(request.keyId, request.url, request.idempotencyKey);
    const body = request.rawBody ?? NO_BODY;
    const place = { tenantId: request.tenantId ?? '', rowId: id, field: 'idempotency.body' };
    while (this.running.has(id)) await this.running.get(id);
    const end = this.begin(id);
    try {
      const kept = await this.reserve(id, body, place);
      if (kept) return kept;
      return await this.perform(id, place, work);
    } finally {
      end();
    }
  }

  private begin(id: string): () => void {
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    this.running.set(id, finished);
    return () => {
      this.running.delete(id);
      finish();
    };
  }

  /** Writes the reservation, or gives the answer that is kept. */
  private async reserve(
    id: string,
    body: Buffer,
    place: SecretPlace,
  ): Promise<KeptAnswer | undefined> {
    const now = this.clock.now();
    const bodyHash = this.secrets.fingerprint(body, PURPOSE);
    const row = await this.db.write(async (tx) => {
      await this.prune(now, (sql, params) => tx.query(sql, params));
      const [found] = await tx.query<Row>(
        'SELECT body_hash, status, body, created_at FROM idempotency WHERE id = $1',
        [id],
      );
      if (found && !isOver(found, now)) return found;
      await tx.query('DELETE FROM idempotency WHERE id = $1', [id]);
      // On PostgreSQL another process may have got there first; then nothing is inserted.
      const inserted = await tx.query(
        'INSERT INTO idempotency (id, body_hash, status, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING id',
        [id, bodyHash, IN_PROGRESS, now],
      );
      return inserted.length > 0 ? undefined : { body_hash: bodyHash, status: 0, body: null };
    });
    if (!row) return undefined;
    if (!this.secrets.isFingerprint(row.body_hash, body, PURPOSE)) {
      throw conflict(
        'IDEMPOTENCY_KEY_REUSED',
        'This Idempotency-Key was used with another body; take a new one.',
      );
    }
    if (row.status === IN_PROGRESS) {
      throw conflict(
        'IDEMPOTENCY_IN_PROGRESS',
        'The first request with this Idempotency-Key is still being worked on; ask again.',
        'retry',
      );
    }
    return { status: row.status, body: this.readBody(row.body, place) };
  }

  private async perform(
    id: string,
    place: SecretPlace,
    work: () => Promise<KeptAnswer>,
  ): Promise<KeptAnswer> {
    try {
      const answer = await work();
      const body =
        answer.body === undefined
          ? null
          : this.secrets.seal(JSON.stringify(storable(answer.body)), place);
      await this.db.write((tx) =>
        tx.query('UPDATE idempotency SET status = $2, body = $3 WHERE id = $1', [
          id,
          answer.status,
          body,
        ]),
      );
      return answer;
    } catch (error) {
      await this.db.write((tx) => tx.query('DELETE FROM idempotency WHERE id = $1', [id]));
      throw error;
    }
  }

  private readBody(body: string | null, place: SecretPlace): unknown {
    return body === null ? undefined : restored(this.secrets.openJson(body, place));
  }

  private async prune(
    now: number,
    query: (sql: string, params: number[]) => Promise<unknown>,
  ): Promise<void> {
    if (now - this.prunedAt < PRUNE_EVERY_MS) return;
    this.prunedAt = now;
    await query('DELETE FROM idempotency WHERE created_at < $1', [now - DAY_MS]);
  }
}

/** A file is an answer, too: its bytes are kept as text under a name that no answer of ours has. */
const BYTES = '$bytes';

const storable = (body: unknown): unknown =>
  Buffer.isBuffer(body) ? { [BYTES]: body.toString('base64') } : body;

function restored(stored: Readonly<Record<string, unknown>>): unknown {
  const bytes = stored?.[BYTES];
  return typeof bytes === 'string' ? Buffer.from(bytes, 'base64') : stored;
}

const isOver = (row: Row, now: number): boolean =>
  now - Number(row.created_at) >= (row.status === IN_PROGRESS ? ABANDONED_MS : DAY_MS);

/** The name of a request. It holds no body, so nothing secret can be tried out on it. */
const digest = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');
