import { Controller, Get, Headers, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiHeader,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { BEACON_SCHEMA, VISITOR_SCHEMA } from '@storewire/tracker';
import type { FastifyReply } from 'fastify';
import { type ApiRequest, Public } from '../access/caller.js';
import { ApiProblem } from '../api/openapi.js';
import type { StoreContext } from '../stores/store-context.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { ForwardedIdentity } from './forwarded-identity.service.js';
import { StorefrontScripts } from './storefront-scripts.service.js';
import { TrackerDoor } from './tracker-door.service.js';
import { unknownStore } from './tracker-problem.js';
import { VisitorAnswerBody } from './visitor.dto.js';

/** A change of the settings reaches browsers within this time, and shops survive a hub that is away for a day. */
const SCRIPT_CACHE = 'public, max-age=300, stale-while-revalidate=86400, stale-if-error=86400';

const REFUSALS = {
  foreign: 'The page is not one of the storefront.',
  unknown: 'No store has this address.',
  large: 'The body is over 16 KiB.',
  many: 'More than a shopper or a store sends; `Retry-After` says how long to wait.',
} as const;

/** The public doors of the storefront script, below each store's `trackerUrl`. */
@ApiTags('doors')
@Public()
@Controller('t/:token')
export class TrackerController {
  constructor(
    private readonly stores: StoreDirectory,
    private readonly scripts: StorefrontScripts,
    private readonly door: TrackerDoor,
    private readonly forwarded: ForwardedIdentity,
  ) {}

  @Get('s.js')
  @ApiOperation({ summary: 'The storefront script of a store, with its monitoring code.' })
  @ApiParam({ name: 'token' })
  @ApiHeader({ name: 'If-None-Match', required: false })
  @ApiOkResponse({ content: { 'text/javascript': { schema: { type: 'string' } } } })
  @ApiProblem(404, REFUSALS.unknown)
  async script(
    @Param('token') token: string,
    @Headers('if-none-match') known: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { text, etag } = await this.scripts.script(await this.store(token));
    reply.headers({
      etag,
      'cache-control': SCRIPT_CACHE,
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
    if (isSame(known, etag)) await reply.code(304).send();
    else await reply.type('text/javascript; charset=utf-8').send(text);
  }

  @Post('cart')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Takes the cart of a shopper.',
    description: 'JSON as text, from a page of the storefront. 204 only once it is on disk.',
  })
  @ApiParam({ name: 'token' })
  @ApiConsumes('text/plain')
  @ApiBody({ schema: BEACON_SCHEMA as object })
  @ApiNoContentResponse({ description: 'Taken in; also when this beacon was taken in before.' })
  @ApiProblem(400, 'The body is not JSON.')
  @ApiProblem(403, REFUSALS.foreign)
  @ApiProblem(404, REFUSALS.unknown)
  @ApiProblem(413, REFUSALS.large)
  @ApiProblem(422, 'The body is not a cart beacon.')
  @ApiProblem(429, REFUSALS.many)
  @ApiProblem(503, 'The cart could not be made durable.')
  async cart(
    @Param('token') token: string,
    @Headers('origin') origin: string | undefined,
    @Req() request: ApiRequest,
  ): Promise<void> {
    const store = await this.store(token);
    await this.door.cart({ store, origin, body: bodyOf(request) });
  }

  @Post('visitor')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Answers the script who is shopping, and which CART event is open.',
    description:
      '204 when nothing is known. `smclient` only for an identity that the store signed.',
  })
  @ApiParam({ name: 'token' })
  @ApiConsumes('text/plain')
  @ApiBody({ schema: VISITOR_SCHEMA as object })
  @ApiOkResponse({ type: VisitorAnswerBody })
  @ApiProblem(400, 'The body is not JSON.')
  @ApiProblem(403, REFUSALS.foreign)
  @ApiProblem(404, REFUSALS.unknown)
  @ApiProblem(413, REFUSALS.large)
  @ApiProblem(422, 'The body is not a question about a visitor.')
  @ApiProblem(429, REFUSALS.many)
  async visitor(
    @Param('token') token: string,
    @Headers('origin') origin: string | undefined,
    @Req() request: ApiRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<VisitorAnswerBody | undefined> {
    const store = await this.store(token);
    const answer = await this.door.visitor({ store, origin, body: bodyOf(request) });
    // Only a page of the storefront comes this far.
    reply.headers({
      'access-control-allow-origin': origin ?? '',
      vary: 'Origin',
      'cache-control': 'no-store',
    });
    if (!answer) reply.code(204);
    return answer;
  }

  @Get('identity')
  @ApiOperation({
    summary:
      'Answers a request that the shop forwarded with a token for whom it says is logged in.',
    description:
      'For platforms that forward and sign requests of their pages, such as the app proxy of Shopify; its parameters are those of the platform.',
  })
  @ApiParam({ name: 'token' })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  @ApiNoContentResponse({
    description: 'Nobody is logged in, or the hub does not know the customer.',
  })
  @ApiProblem(401, 'Not signed by the shop, or too old.')
  @ApiProblem(404, 'No store has this address, or its platform forwards nothing.')
  @ApiProblem(429, 'Too many that the shop did not sign, or more than a store sends.')
  async identity(
    @Param('token') token: string,
    @Req() { url, ip }: ApiRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    reply.header('cache-control', 'no-store');
    const store = await this.store(token);
    const [, query = ''] = /\?(.*)$/s.exec(url) ?? [];
    const answer = await this.forwarded.token({ store, query, address: ip });
    if (answer === undefined) await reply.code(204).send();
    else await reply.type('text/plain; charset=utf-8').send(answer);
  }

  private async store(token: string): Promise<StoreContext> {
    const store = this.stores.cached(token) ?? (await this.stores.byToken(token));
    if (!store) throw unknownStore();
    return store;
  }
}

const bodyOf = ({ rawBody }: ApiRequest): string => rawBody?.toString('utf8') ?? '';

/** `*`, or the tag in the list that a browser or a cache names; weak ones are the same here. */
const isSame = (known: string | undefined, etag: string): boolean =>
  (known ?? '')
    .split(',')
    .map((one) => one.trim().replace(/^W\//, ''))
    .some((one) => one === '*' || one === etag);
