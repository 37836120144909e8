import { Controller, Get, Header, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { InstallRequest } from '@storewire/core';
import { type ApiRequest, Public } from '../access/caller.js';
import { ApiProblem } from '../api/openapi.js';
import { Installs } from './installs.service.js';

/** What a shop calls while it installs an app; in the platform's own form, signed. */
@ApiTags('doors')
@Public()
@Controller('install/:platform/:token')
export class InstallController {
  constructor(private readonly installs: Installs) {}

  @Get()
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'A shop registers the app of a store.' })
  @ApiResponse({ status: 200, description: 'Proof, secret and the address to confirm at.' })
  @ApiProblem(403, 'Not signed, of another shop, or too old.')
  @ApiProblem(404, 'No store has this address.')
  @ApiProblem(409, 'This registration, or a later one, was taken already.')
  register(
    @Param('platform') platform: string,
    @Param('token') token: string,
    @Req() request: ApiRequest,
  ): Promise<object> {
    return this.installs.register(platform, token, installRequestOf(request));
  }

  @Post('confirm')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'A shop gives the keys that it made for the app.' })
  @ApiResponse({ status: 200, description: 'The keys are saved with the connection.' })
  @ApiProblem(403, 'Not signed with the secret of the registration, or of another shop.')
  @ApiProblem(404, 'No store has this address.')
  @ApiProblem(409, 'No registration waits for a confirmation.')
  async confirm(
    @Param('platform') platform: string,
    @Param('token') token: string,
    @Req() request: ApiRequest,
  ): Promise<{ success: true }> {
    await this.installs.confirm(platform, token, installRequestOf(request));
    return { success: true };
  }
}

/** Signatures are over the bytes: neither the query nor the body is read and written again. */
function installRequestOf({ headers, url, rawBody }: ApiRequest): InstallRequest {
  const start = url.indexOf('?');
  return {
    headers: headers as Record<string, string | undefined>,
    query: start < 0 ? '' : url.slice(start + 1),
    rawBody: rawBody ?? Buffer.alloc(0),
  };
}
