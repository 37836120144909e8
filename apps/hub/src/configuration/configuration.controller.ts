import { Body, Controller, Get, Headers, Param, Put, Query, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentCaller } from '../access/caller.js';
import { AppliedAnswer, ApplyQuery, CONFIGURATION_SCHEMA } from './configuration.dto.js';
import { ConfigurationService } from './configuration.service.js';
import { type ConfigurationFile, toYaml } from './configuration-file.js';

const YAML = 'application/yaml';

@ApiTags('configuration')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/configuration')
export class ConfigurationController {
  constructor(private readonly configuration: ConfigurationService) {}

  @Get()
  @ApiOperation({
    summary: 'Accounts, connections, stores and settings as a file, without secrets.',
    description: 'YAML with `Accept: application/yaml`, else JSON.',
  })
  @ApiOkResponse({
    content: {
      'application/json': { schema: CONFIGURATION_SCHEMA as object },
      [YAML]: { schema: { type: 'string' } },
    },
  })
  async read(
    @Param('t') tenantId: string,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConfigurationFile | string> {
    const file = await this.configuration.file(tenantId);
    if (!/\byaml\b/i.test(accept ?? '')) return file;
    reply.type(`${YAML}; charset=utf-8`);
    return toYaml(file);
  }

  @Put()
  @ApiOperation({
    summary:
      'Applies a file: what it names is made or changed, what it does not name is left alone.',
    description:
      'Entries are found by name, so a second time changes nothing. Every problem is told with its place. A new account or connection needs its secrets in the file.',
  })
  @ApiConsumes('application/json', YAML)
  @ApiBody({ schema: CONFIGURATION_SCHEMA as object })
  @ApiOkResponse({ type: AppliedAnswer })
  async apply(
    @Param('t') tenantId: string,
    @Query() { dryRun = false }: ApplyQuery,
    @Body() file: Record<string, unknown>,
    @CurrentCaller() caller: Caller,
  ): Promise<AppliedAnswer> {
    const changes = await this.configuration.apply(tenantId, file, dryRun, caller);
    return { dryRun, changes };
  }
}
