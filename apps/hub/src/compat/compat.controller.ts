import { Controller, Logger, Param, Post, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { CompatPart } from '@storewire/core';
import type { FastifyReply } from 'fastify';
import { type ApiRequest, Public } from '../access/caller.js';
import { TokenBuckets } from '../intake/token-buckets.js';
import type { StoreContext } from '../stores/store-context.js';
import { CompatAccess } from './compat-access.service.js';
import { CompatReader } from './compat-reader.service.js';
import { CompatRefusal } from './compat-refusal.js';
import { parseBody } from './compat-request.js';
import { CompatWriter } from './compat-writer.service.js';

/** Genuine calls of one store, one thing in each. */
const ALLOWANCE = { burst: 600, perSecond: 50 };
const MOST_STORES = 10_000;

const DESCRIPTION =
  'Takes contact/upsert, v2/contact/addContactExtEvent, v2/contact/updateContactExtEvent, integration/upsert, contact/hasContact, contact/basic, contact/basicById and user/listByClient, signed with the client id and secret of the store. Refusals are `success:false` with a sentence in `message`.';

/** Answers the calls of built-in SALESmanago integrations, in SALESmanago's own form. */
@ApiTags('doors')
@Public()
@Controller()
export class CompatController {
  private readonly log = new Logger('compat');
  private readonly allowances = new TokenBuckets(ALLOWANCE, MOST_STORES);

  constructor(
    private readonly access: CompatAccess,
    private readonly writer: CompatWriter,
    private readonly reader: CompatReader,
  ) {}

  @Post('compat/:token/*')
  @ApiOperation({
    summary: 'SALESmanago-style calls, below the `compatUrl` of a store.',
    description: DESCRIPTION,
  })
  @ApiParam({ name: 'token', description: 'As in the `compatUrl`.' })
  @ApiParam({ name: 'path', example: 'api/contact/upsert' })
  @ApiConsumes('application/json')
  @ApiBody({ schema: { type: 'object', additionalProperties: true } })
  @ApiResponse({ status: 200, description: 'As SALESmanago answers.' })
  @ApiResponse({ status: 404, description: 'A method that this door does not know.' })
  ofStore(
    @Param('token') token: string,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.answer(request, reply, request.url.slice(`/compat/${token}`.length), token);
  }

  @Post(['api/contact/*', 'api/v2/contact/*', 'api/integration/*', 'api/user/*'])
  @ApiOperation({
    summary: 'The same for a caller that keeps only the host: by client id.',
    description: DESCRIPTION,
  })
  @ApiParam({ name: 'path', example: 'upsert' })
  @ApiConsumes('application/json')
  @ApiBody({ schema: { type: 'object', additionalProperties: true } })
  @ApiResponse({ status: 200, description: 'As SALESmanago answers.' })
  @ApiResponse({ status: 404, description: 'A method that this door does not know.' })
  ofClient(
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.answer(request, reply, request.url);
  }

  private async answer(
    request: ApiRequest,
    reply: FastifyReply,
    path: string,
    token?: string,
  ): Promise<object> {
    reply.code(200).header('cache-control', 'no-store');
    try {
      const method = methodOf(path);
      const body = parseBody(request.rawBody ?? Buffer.alloc(0));
      const store = await this.access.storeOf(token, body);
      const wait = this.allowances.take(store.storeId);
      if (wait > 0) throw new CompatRefusal('Too many calls', 429, wait);
      return { success: true, message: [], ...(await this.call(store, method, body)) };
    } catch (error) {
      if (!(error instanceof CompatRefusal)) throw error;
      reply.code(error.status);
      if (error.retryAfterSeconds) reply.header('retry-after', String(error.retryAfterSeconds));
      return { success: false, message: [error.message] };
    }
  }

  private call(store: StoreContext, method: string, body: CompatPart): Promise<object> {
    switch (method) {
      case 'contact/upsert':
      case 'contact/addContactExtEvent':
      case 'contact/updateContactExtEvent':
      case 'integration/upsert':
        return this.writer.send(store, method, body);
      case 'contact/hasContact':
        return this.reader.hasContact(store, body);
      case 'contact/basic':
        return this.reader.basic(store, body);
      case 'contact/basicById':
        return this.reader.basicById(store, body);
      case 'user/listByClient':
        return this.reader.owners(store);
      default:
        this.log.warn(
          `Store ${store.storeId} was called with the unknown method ${method}, fields ${fieldsOf(body)}.`,
        );
        throw new CompatRefusal(`Method ${method} does not exist`, 404);
    }
  }
}

/** `/api/v2/contact/upsert?x` and `/contact/upsert/` are `contact/upsert`; only letters that methods have. */
const methodOf = (path: string): string =>
  path
    .replace(/[?#].*$/, '')
    .replace(/^\/*(?:api\/+)?(?:v2\/+)?/, '')
    .replace(/\/+$/, '')
    .replace(/[^\w/.-]/g, '')
    .slice(0, 80);

/** Names only: a value may be anybody's. */
const fieldsOf = (body: CompatPart): string =>
  Object.keys(body)
    .filter((name) => /^\w{1,40}$/.test(name))
    .slice(0, 30)
    .join(', ');
