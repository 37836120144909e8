import { Injectable } from '@nestjs/common';
import { inboundRefusal } from '@storewire/core';
import { ProblemException } from '../access/problem.js';
import { Clock } from '../clock.js';
import { AcceptService } from '../intake/accept.service.js';
import { TokenBuckets } from '../intake/token-buckets.js';
import { StoreSecrets } from '../store-secrets/store-secrets.service.js';
import type { StoreContext } from '../stores/store-context.js';
import { StoreDirectory } from '../stores/store-directory.js';
import type { InboundAnswer } from './inbound.dto.js';
import { checkSize, readDelivery } from './inbound-delivery.js';

/** Genuine deliveries of one store, each with up to 100 events: more than a shop has, less than hurts others. */
const ALLOWANCE = { burst: 200, perSecond: 20 };
const MOST_STORES = 10_000;
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json(?:\s*;|$)/i;

export interface InboundRequest {
  readonly token: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly rawBody: Buffer;
}

/** Verifies a delivery, checks its events, and answers once they are on disk: one message per event. */
@Injectable()
export class InboundDoor {
  private readonly allowances = new TokenBuckets(ALLOWANCE, MOST_STORES);

  constructor(
    private readonly stores: StoreDirectory,
    private readonly secrets: StoreSecrets,
    private readonly inbox: AcceptService,
    private readonly clock: Clock,
  ) {}

  /** @throws ProblemException as the route documents. */
  async take(request: InboundRequest): Promise<InboundAnswer> {
    const store = await this.stores.byToken(request.token);
    if (!store) throw unknownStore();
    const { headers, rawBody } = request;
    checkSize(rawBody);
    await this.verify(store, request);
    const wait = this.allowances.take(store.storeId);
    if (wait > 0) throw tooMany(wait);
    if (!JSON_TYPE.test(headers['content-type'] ?? '')) throw notJson();
    const { events, rejected } = readDelivery(rawBody);
    const delivery = headers['x-hub-delivery']?.slice(0, 100);
    try {
      const fresh = await Promise.all(
        events.map((event) =>
          this.inbox.accept({
            store,
            source: 'inbound',
            topic: event.type,
            messageKey: event.id,
            rawBody: Buffer.from(JSON.stringify(event)),
            ...(delivery ? { meta: { delivery } } : {}),
          }),
        ),
      );
      const accepted = fresh.filter(Boolean).length;
      return { accepted, duplicates: fresh.length - accepted, rejected };
    } catch {
      throw notDurable();
    }
  }

  private async verify(
    { tenantId, storeId }: StoreContext,
    { headers, rawBody }: InboundRequest,
  ): Promise<void> {
    const secrets = await this.secrets.valid({ tenantId, storeId, kind: 'inbound' });
    const refusal = inboundRefusal({ headers, rawBody }, secrets, this.clock.now());
    if (!refusal) return;
    const detail = secrets.length
      ? `The delivery is not genuine: ${refusal}.`
      : 'The store has no inbound secret; make one with POST …/inbound-secrets.';
    throw new ProblemException({
      status: 401,
      code: 'BAD_SIGNATURE',
      detail,
      next: 'fixSettings',
    });
  }
}

const unknownStore = (): ProblemException =>
  new ProblemException({
    status: 404,
    code: 'UNKNOWN_STORE',
    detail: 'No store has this address.',
    next: 'fixSettings',
  });

const tooMany = (retryAfterSeconds: number): ProblemException =>
  new ProblemException({
    status: 429,
    code: 'TOO_MANY_REQUESTS',
    detail: 'Too many deliveries; wait, and put more events into each.',
    next: 'retry',
    retryAfterSeconds,
  });

const notJson = (): ProblemException =>
  new ProblemException({
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    detail: 'The body must be application/json.',
    next: 'fixData',
  });

const notDurable = (): ProblemException =>
  new ProblemException({
    status: 503,
    code: 'NOT_DURABLE',
    detail: 'The events could not be written to disk; send them again.',
    next: 'retry',
    retryAfterSeconds: 5,
  });
