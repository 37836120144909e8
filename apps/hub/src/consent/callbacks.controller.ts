import { Controller, Get, Logger, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/caller.js';
import { malformed, notFound, ProblemException } from '../access/problem.js';
import { AccountDirectory } from '../accounts/account-directory.js';
import { AccountMissing } from '../accounts/account-missing.error.js';
import { Metrics } from '../health/metrics.service.js';
import { AcceptService } from '../intake/accept.service.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { verifyCallback } from './callback-key.js';

/**
 * SALESmanago's opt-in and opt-out callbacks, one pair of addresses per account. A callback is kept for every store of
 * the account before it is answered; what it means is decided later, by asking SALESmanago.
 */
@ApiTags('doors')
@Public()
@Controller('callbacks/:t/:a')
export class CallbacksController {
  private readonly log = new Logger('callbacks');

  constructor(
    private readonly accounts: AccountDirectory,
    private readonly stores: StoreDirectory,
    private readonly accept: AcceptService,
    private readonly metrics: Metrics,
  ) {}

  @Get('opt-in')
  @ApiOperation({ summary: 'Opt-in callback of SALESmanago.' })
  @ApiParam({ name: 't' })
  @ApiParam({ name: 'a' })
  @ApiQuery({ name: 'email' })
  @ApiQuery({
    name: 'key',
    description: 'SHA-1 of the address and the secret, as SALESmanago computes it.',
  })
  @ApiResponse({ status: 200, description: 'Taken in; also when nothing changes.' })
  @ApiResponse({ status: 403, description: 'The key does not fit.' })
  optIn(
    @Param('t') tenantId: string,
    @Param('a') accountId: string,
    @Query('email') email: unknown,
    @Query('key') key: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ success: true; message: string }> {
    return this.take(tenantId, accountId, 'in', email, key, reply);
  }

  @Get('opt-out')
  @ApiOperation({ summary: 'Opt-out callback of SALESmanago.' })
  @ApiParam({ name: 't' })
  @ApiParam({ name: 'a' })
  @ApiQuery({ name: 'email' })
  @ApiQuery({
    name: 'key',
    description: 'SHA-1 of the address and the secret, as SALESmanago computes it.',
  })
  @ApiResponse({ status: 200, description: 'Taken in; also when nothing changes.' })
  @ApiResponse({ status: 403, description: 'The key does not fit.' })
  optOut(
    @Param('t') tenantId: string,
    @Param('a') accountId: string,
    @Query('email') email: unknown,
    @Query('key') key: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ success: true; message: string }> {
    return this.take(tenantId, accountId, 'out', email, key, reply);
  }

  private async take(
    tenantId: string,
    accountId: string,
    state: 'in' | 'out',
    email: unknown,
    key: unknown,
    reply: FastifyReply,
  ): Promise<{ success: true; message: string }> {
    reply.header('cache-control', 'no-store');
    const secrets = await this.secretsOf(tenantId, accountId);
    if (typeof email !== 'string' || typeof key !== 'string' || email === '' || key === '') {
      this.metrics.countCallback('incomplete');
      const missing = [...(email ? [] : ['email']), ...(key ? [] : ['key'])];
      throw malformed(
        'The callback lacks a parameter.',
        missing.map((path) => ({ path, message: 'is required, once.' })),
      );
    }
    const address = verifyCallback(email, key, secrets);
    if (!address) {
      this.metrics.countCallback('wrongKey');
      this.log.warn(`A callback of account ${accountId} was refused: its key does not fit.`);
      throw new ProblemException({
        status: 403,
        code: 'WRONG_CALLBACK_KEY',
        detail: 'The key does not fit the address. Copy the callback URL of the account again.',
        next: 'fixSettings',
      });
    }
    const stores = await this.stores.ofAccount(tenantId, accountId);
    await Promise.all(
      stores.map((store) =>
        this.accept.accept({
          store,
          source: 'callback',
          topic: state === 'in' ? 'opt-in' : 'opt-out',
          rawBody: Buffer.from(JSON.stringify({ email: address.toLowerCase(), state })),
        }),
      ),
    );
    this.metrics.countCallback('accepted');
    return { success: true, message: 'accepted' };
  }

  private async secretsOf(tenantId: string, accountId: string): Promise<readonly string[]> {
    try {
      return await this.accounts.callbackSecrets(tenantId, accountId);
    } catch (error) {
      if (error instanceof AccountMissing) throw notFound('account');
      throw error;
    }
  }
}
