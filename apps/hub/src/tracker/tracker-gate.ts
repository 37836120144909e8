import type { FastifyInstance, FastifyReply } from 'fastify';
import { documentOf } from '../access/problem.filter.js';
import type { ProblemException } from '../access/problem.js';
import { tooLarge, tooManyRequests } from './tracker-problem.js';

const DOORS = /^\/t\/[^/?]+\/(?:cart|visitor)(?:\?|$)/;

export interface TrackerGate {
  /** @returns 0, or the seconds an address has to wait. */
  readonly waitOf: (address: string) => number;
  readonly maxBytes: number;
  readonly refused: (outcome: 'tooMany' | 'tooLarge') => void;
}

/** Turns floods and oversize bodies away at the doors of the tracker before a byte of the body is read. */
export function guardTracker(fastify: FastifyInstance, gate: TrackerGate): void {
  fastify.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'POST' || !DOORS.test(request.url)) return undefined;
    const wait = gate.waitOf(request.ip);
    if (wait > 0) {
      gate.refused('tooMany');
      return refuse(reply, tooManyRequests(wait));
    }
    if (Number(request.headers['content-length'] ?? 0) > gate.maxBytes) {
      gate.refused('tooLarge');
      return refuse(reply, tooLarge(gate.maxBytes));
    }
    return undefined;
  });
}

function refuse(reply: FastifyReply, problem: ProblemException): FastifyReply {
  const { retryAfterSeconds } = problem;
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(documentOf(problem)));
}
