import type { FastifyInstance } from 'fastify';
import type { ApiRequest } from '../access/caller.js';
import type { HubLogger } from './hub-logger.js';

/**
 * One line per request: method, route, status, time. The route is the pattern, because the real path of a door is a
 * secret and a query holds addresses. Doors are logged at `debug`: they are what the hub does all day.
 */
export function logRequests(fastify: FastifyInstance, logger: HubLogger): void {
  fastify.addHook('onResponse', async (request: ApiRequest, reply) => {
    const route = request.routeOptions.url ?? '(no route)';
    const level = route.startsWith('/api/') || reply.statusCode >= 400 ? 'info' : 'debug';
    logger.event(level, 'request', {
      method: request.method,
      route,
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
      keyId: request.caller?.keyId,
    });
  });
}
