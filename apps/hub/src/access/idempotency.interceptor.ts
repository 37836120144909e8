import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { ApiRequest } from './caller.js';
import { IdempotencyService } from './idempotency.service.js';
import { malformed } from './problem.js';

/** Honours `Idempotency-Key` on every POST that a known caller makes. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly answers: IdempotencyService) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const http = context.switchToHttp();
    const request = http.getRequest<ApiRequest>();
    const idempotencyKey = request.headers['idempotency-key'];
    const { caller } = request;
    if (request.method !== 'POST' || idempotencyKey === undefined || !caller) return next.handle();
    if (typeof idempotencyKey !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(idempotencyKey)) {
      throw malformed('Idempotency-Key must be 1 to 255 printable characters without blanks.');
    }
    const reply = http.getResponse<FastifyReply>();
    const identity = {
      keyId: caller.keyId,
      tenantId: caller.tenantId,
      url: request.url,
      idempotencyKey,
      rawBody: request.rawBody,
    };
    const answer = this.answers.once(identity, async () => {
      const body = await lastValueFrom(next.handle(), { defaultValue: undefined });
      return { status: reply.statusCode, body };
    });
    return from(
      answer.then(({ status, body }) => {
        reply.status(status);
        return body;
      }),
    );
  }
}
