import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type ApiRequest, Public } from '../access/caller.js';
import { notFound } from '../access/problem.js';
import { V3Problems } from './v3-problems.service.js';

/** SALESmanago posts here what it finds wrong after a call of API v3 was answered; the address is the proof. */
@ApiTags('doors')
@Public()
@Controller('callbacks/:t/:a/v3-problems')
export class V3ProblemsController {
  constructor(private readonly problems: V3Problems) {}

  @Post(':token')
  @HttpCode(204)
  @ApiOperation({ summary: 'Asynchronous problems of API v3.' })
  @ApiParam({ name: 't' })
  @ApiParam({ name: 'a' })
  @ApiParam({ name: 'token' })
  @ApiResponse({ status: 204, description: 'Kept.' })
  @ApiResponse({ status: 404, description: 'There is no such address.' })
  async take(
    @Param('t') tenantId: string,
    @Param('a') accountId: string,
    @Param('token') token: string,
    @Req() { rawBody }: ApiRequest,
  ): Promise<void> {
    const isTaken = await this.problems.take(
      tenantId,
      accountId,
      token,
      rawBody ?? Buffer.alloc(0),
    );
    if (!isTaken) throw notFound('address');
  }
}
