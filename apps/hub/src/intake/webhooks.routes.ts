import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { StoreContext } from '../stores/store-context.js';
import type { StoreDirectory } from '../stores/store-directory.js';
import type { AcceptService } from './accept.service.js';

/** Largest webhook body; a larger one answers 413 and the poll brings the object. */
export const MAX_BODY_BYTES = 1_048_576;

export interface WebhookDoor {
  readonly stores: StoreDirectory;
  readonly accept: AcceptService;
  /** Told the seconds from request to answer, and the status. */
  readonly observe: (seconds: number, status: number) => void;
  /** Told of each store whose webhook was taken in. */
  readonly heard: (store: StoreContext) => void;
  /** Told the path's token when a body was larger than the door takes. */
  readonly oversize: (token: string) => void;
}

/**
 * The webhook route: raw bytes in, verdict of the adapter, durable, answer. It stands beside Nest's controllers,
 * because a parsed body could not be verified and parsing it would cost most of the throughput.
 */
export async function webhookRoutes(fastify: FastifyInstance, door: WebhookDoor): Promise<void> {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES },
    (_request, body, done) => done(null, body),
  );
  // A body that is too large is refused before the route is reached.
  fastify.addHook<{ Params: { token?: string } }>('onResponse', async (request, reply) => {
    if (reply.statusCode === 413 && request.params.token) door.oversize(request.params.token);
  });
  fastify.post<{ Params: { token: string } }>('/hooks/:token', async (request, reply) => {
    const startedAt = performance.now();
    await receive(request, reply, door);
    door.observe((performance.now() - startedAt) / 1000, reply.statusCode);
    return reply;
  });
}

async function receive(
  request: FastifyRequest<{ Params: { token: string } }>,
  reply: FastifyReply,
  { stores, accept, heard }: WebhookDoor,
): Promise<FastifyReply> {
  const store = stores.cached(request.params.token) ?? (await stores.byToken(request.params.token));
  const webhooks = store?.adapter.sources.webhooks;
  if (!store || !webhooks)
    return problem(reply, 404, 'UNKNOWN_STORE', 'No store has this address.', 'fixSettings');
  const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const verdict = webhooks.verify(
    { headers: request.headers as Record<string, string | undefined>, rawBody },
    store.connection,
  );
  switch (verdict.outcome) {
    case 'ping':
      return reply.code(200).send({ status: 'pong' });
    case 'refused':
      return problem(
        reply,
        401,
        'BAD_SIGNATURE',
        `The signature does not fit: ${verdict.reason}.`,
        'fixSettings',
      );
    case 'unsupported':
      return problem(
        reply,
        415,
        'UNSUPPORTED_TYPE',
        `The platform sends no such body: ${verdict.reason}.`,
        'fixData',
      );
    case 'accepted':
      break;
  }
  try {
    const isNew = await accept.accept({
      store,
      source: 'webhook',
      topic: verdict.topic,
      ...(verdict.deliveryId ? { messageKey: verdict.deliveryId } : {}),
      rawBody,
      ...(verdict.meta ? { meta: verdict.meta } : {}),
    });
    heard(store);
    return reply.code(200).send({ status: isNew ? 'accepted' : 'duplicate' });
  } catch {
    reply.header('retry-after', '5');
    return problem(
      reply,
      503,
      'NOT_DURABLE',
      'The message could not be written to disk; send it again.',
      'retry',
    );
  }
}

function problem(
  reply: FastifyReply,
  status: number,
  code: string,
  detail: string,
  next: string,
): FastifyReply {
  return reply
    .code(status)
    .type('application/problem+json')
    .send({ type: 'about:blank', title: code, status, detail, code, next });
}
