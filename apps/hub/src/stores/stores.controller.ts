import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../access/caller.js';
import { ApiPage, type Page, PageQuery, readCursor } from '../api/page.js';
import { StoreAnswer, StoreCheckAnswer } from './store.answer.js';
import { CreateStore, UpdateStore } from './store.dto.js';
import { type StoreCheck, StoreCheckService } from './store-check.service.js';
import { StoreViews, shopAnswer } from './store-views.js';
import { StoresService } from './stores.service.js';

@ApiTags('stores')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/stores')
export class StoresController {
  constructor(
    private readonly stores: StoresService,
    private readonly views: StoreViews,
    private readonly checks: StoreCheckService,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Connects a store. It is checked, and its webhooks registered, afterwards.',
  })
  @ApiCreatedResponse({ type: StoreAnswer })
  async create(
    @Param('t') tenantId: string,
    @Body() body: CreateStore,
    @CurrentCaller() caller: Caller,
  ): Promise<StoreAnswer> {
    return this.views.get(tenantId, await this.stores.create(tenantId, body, caller));
  }

  @Get()
  @ApiOperation({ summary: 'Lists the stores, oldest first.' })
  @ApiPage(StoreAnswer)
  list(
    @Param('t') tenantId: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<Page<StoreAnswer>> {
    return this.views.list(tenantId, limit, readCursor(cursor));
  }

  @Get(':s')
  @ApiOperation({ summary: 'One store.' })
  @ApiOkResponse({ type: StoreAnswer })
  get(@Param('t') tenantId: string, @Param('s') storeId: string): Promise<StoreAnswer> {
    return this.views.get(tenantId, storeId);
  }

  @Patch(':s')
  @ApiOperation({ summary: 'Changes a store; new credentials are checked afterwards.' })
  @ApiOkResponse({ type: StoreAnswer })
  async update(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Body() body: UpdateStore,
    @CurrentCaller() caller: Caller,
  ): Promise<StoreAnswer> {
    await this.stores.update(tenantId, storeId, body, caller);
    return this.views.get(tenantId, storeId);
  }

  @Delete(':s')
  @HttpCode(204)
  @ApiOperation({ summary: 'Deletes a store with its messages; what was sent stays known.' })
  @ApiNoContentResponse()
  delete(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    return this.stores.delete(tenantId, storeId, caller);
  }

  @Post(':s/check')
  @HttpCode(200)
  @ApiOperation({ summary: 'Asks the store, live; ends a pause when it passes.' })
  @ApiOkResponse({ type: StoreCheckAnswer })
  async check(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
  ): Promise<StoreCheckAnswer> {
    return answerOf(await this.checks.check(tenantId, storeId));
  }
}

const answerOf = ({
  checkedAt,
  isPaused,
  failure,
  info,
  warnings,
}: StoreCheck): StoreCheckAnswer => ({
  ok: !failure,
  checkedAt: new Date(checkedAt).toISOString(),
  state: isPaused ? 'paused' : 'active',
  code: failure?.code ?? null,
  next: failure?.next ?? null,
  message: failure?.message ?? null,
  shop: info ? shopAnswer(info) : null,
  missing: info?.missing ?? [],
  warnings,
});
