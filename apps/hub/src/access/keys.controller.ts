import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ApiPage, type Page, PageQuery, readCursor } from '../api/page.js';
import { ApiKeysService } from './api-keys.service.js';
import { type Caller, CurrentCaller, OperatorOnly } from './caller.js';
import { CreatedKeyAnswer, CreateKey, KeyAnswer } from './key.dto.js';

@ApiTags('access')
@ApiBearerAuth()
@OperatorOnly()
@Controller('api/v1/keys')
export class KeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Post()
  @ApiOperation({ summary: 'Makes an operator key.' })
  @ApiCreatedResponse({ type: CreatedKeyAnswer })
  async create(
    @Body() body: CreateKey,
    @CurrentCaller() caller: Caller,
  ): Promise<CreatedKeyAnswer> {
    return CreatedKeyAnswer.of(await this.keys.create(null, body, caller));
  }

  @Get()
  @ApiOperation({ summary: 'Lists the operator keys.' })
  @ApiPage(KeyAnswer)
  async list(@Query() { limit, cursor }: PageQuery): Promise<Page<KeyAnswer>> {
    const page = await this.keys.list(null, limit, readCursor(cursor));
    return { ...page, items: page.items.map(KeyAnswer.of) };
  }

  @Delete(':k')
  @HttpCode(204)
  @ApiOperation({ summary: 'Deletes an operator key; it stops working at once.' })
  @ApiNoContentResponse()
  delete(@Param('k') id: string, @CurrentCaller() caller: Caller): Promise<void> {
    return this.keys.delete(null, id, caller);
  }
}

@ApiTags('access')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/keys')
export class TenantKeysController {
  constructor(private readonly keys: ApiKeysService) {}

  @Post()
  @ApiOperation({ summary: 'Makes a key for this tenant only.' })
  @ApiCreatedResponse({ type: CreatedKeyAnswer })
  async create(
    @Param('t') tenantId: string,
    @Body() body: CreateKey,
    @CurrentCaller() caller: Caller,
  ): Promise<CreatedKeyAnswer> {
    return CreatedKeyAnswer.of(await this.keys.create(tenantId, body, caller));
  }

  @Get()
  @ApiOperation({ summary: 'Lists the keys of the tenant.' })
  @ApiPage(KeyAnswer)
  async list(
    @Param('t') tenantId: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<Page<KeyAnswer>> {
    const page = await this.keys.list(tenantId, limit, readCursor(cursor));
    return { ...page, items: page.items.map(KeyAnswer.of) };
  }

  @Delete(':k')
  @HttpCode(204)
  @ApiOperation({ summary: 'Deletes a key of the tenant; it stops working at once.' })
  @ApiNoContentResponse()
  delete(
    @Param('t') tenantId: string,
    @Param('k') id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    return this.keys.delete(tenantId, id, caller);
  }
}
