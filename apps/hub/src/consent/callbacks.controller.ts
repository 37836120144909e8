import { applyDecorators, Controller, Get, Ip, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/caller.js';
import { ApiProblem } from '../api/openapi.js';
import { type Callback, CallbackDoor } from './callback-door.service.js';

const ApiCallback = (summary: string) =>
  applyDecorators(
    ApiOperation({ summary }),
    ApiParam({ name: 't' }),
    ApiParam({ name: 'a' }),
    ApiQuery({ name: 'email' }),
    ApiQuery({
      name: 'key',
      description: 'SHA-1 of the address and the secret, as SALESmanago computes it.',
    }),
    ApiResponse({ status: 200, description: 'Taken in; also when nothing changes.' }),
    ApiProblem(400, 'A parameter is missing.'),
    ApiProblem(403, 'The key does not fit.'),
    ApiProblem(404, 'There is no such account.'),
    ApiProblem(429, 'Too many wrong ones from one address, or right ones of one account.'),
  );

/**
 * SALESmanago's opt-in and opt-out callbacks, one pair of addresses per account. A callback is kept for every store of
 * the account before it is answered; what it means is decided later, by asking SALESmanago.
 */
@ApiTags('doors')
@Public()
@Controller('callbacks/:t/:a')
export class CallbacksController {
  constructor(private readonly door: CallbackDoor) {}

  @Get('opt-in')
  @ApiCallback('Opt-in callback of SALESmanago.')
  optIn(
    @Param('t') tenantId: string,
    @Param('a') accountId: string,
    @Query('email') email: unknown,
    @Query('key') key: unknown,
    @Ip() address: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ success: true; message: string }> {
    return this.take({ tenantId, accountId, state: 'in', email, key, address }, reply);
  }

  @Get('opt-out')
  @ApiCallback('Opt-out callback of SALESmanago.')
  optOut(
    @Param('t') tenantId: string,
    @Param('a') accountId: string,
    @Query('email') email: unknown,
    @Query('key') key: unknown,
    @Ip() address: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ success: true; message: string }> {
    return this.take({ tenantId, accountId, state: 'out', email, key, address }, reply);
  }

  private async take(
    callback: Callback,
    reply: FastifyReply,
  ): Promise<{ success: true; message: string }> {
    reply.header('cache-control', 'no-store');
    await this.door.take(callback);
    return { success: true, message: 'accepted' };
  }
}
