import { Controller, Get, Header, Headers, Param, Post, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { INBOUND_EVENT_SCHEMA } from '@storewire/core';
import type { FastifyReply } from 'fastify';
import { type ApiRequest, Public } from '../access/caller.js';
import { documentOf } from '../access/problem.filter.js';
import { invalid } from '../access/problem.js';
import { ApiProblem } from '../api/openapi.js';
import { InboundAnswer } from './inbound.dto.js';
import { InboundDoor } from './inbound-door.service.js';

/** The door for signed events of any store: shops without webhooks, bridges, scripts. */
@ApiTags('doors')
@Public()
@Controller('inbound/v1')
export class InboundController {
  constructor(private readonly door: InboundDoor) {}

  @Get('event.schema.json')
  @Header('cache-control', 'public, max-age=3600')
  @ApiOperation({ summary: 'JSON Schema of an inbound event.' })
  @ApiOkResponse({ schema: { type: 'object', additionalProperties: true } })
  schema(): object {
    return INBOUND_EVENT_SCHEMA;
  }

  @Post(':token/events')
  @ApiOperation({
    summary: 'Takes signed events in: the `inboundUrl` of a store.',
    description:
      'One event, or `{ "events": [...] }` with at most 100, in at most 512 KiB. `GET /inbound/v1/event.schema.json` describes an event. An id that is known counts as a duplicate and changes nothing.',
  })
  @ApiParam({ name: 'token', description: 'As in the `inboundUrl`.' })
  @ApiConsumes('application/json')
  @ApiBody({ schema: { type: 'object', additionalProperties: true } })
  @ApiHeader({ name: 'X-Hub-Timestamp', required: true, description: 'Unix seconds of sending.' })
  @ApiHeader({
    name: 'X-Hub-Signature',
    required: true,
    description:
      '`v1=` and the hexadecimal HMAC-SHA256 of `<timestamp>.<raw body>` with an inbound secret; several are separated by commas.',
  })
  @ApiHeader({ name: 'X-Hub-Delivery', required: false, description: 'An id for your own logs.' })
  @ApiResponse({ status: 202, type: InboundAnswer, description: 'On disk.' })
  @ApiProblem(400, 'Not JSON.')
  @ApiProblem(401, 'No signature, a wrong one, or a time that is off by more than 300 seconds.')
  @ApiProblem(404, 'No store has this address.')
  @ApiProblem(413, 'Over 512 KiB, or more than 100 events.')
  @ApiProblem(415, 'Not application/json.')
  @ApiProblem(422, 'No event can be taken; `rejected` says why.')
  @ApiProblem(429, 'Too many deliveries; `Retry-After` says how long to wait.')
  @ApiProblem(503, 'Not on disk; send it again.')
  async receive(
    @Param('token') token: string,
    @Headers() headers: Record<string, string | undefined>,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<InboundAnswer> {
    const rawBody = request.rawBody ?? Buffer.alloc(0);
    const answer = await this.door.take({ token, headers, rawBody });
    if (answer.accepted + answer.duplicates > 0) {
      reply.code(202);
      return answer;
    }
    const problem = invalid(
      answer.rejected.map(({ index, field, message }) => ({
        path: `events[${index}]${field && !field.startsWith('[') ? '.' : ''}${field}`,
        message,
      })),
    );
    reply.code(422).header('content-type', 'application/problem+json; charset=utf-8');
    return { ...documentOf(problem), ...answer };
  }
}
