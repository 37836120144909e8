import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { actorOf, type Caller, CurrentCaller } from '../access/caller.js';
import { ApiPage, type Page, readCursor } from '../api/page.js';
import {
  AlertAnswer,
  AlertQuery,
  AlertWebhookAnswer,
  NewAlertWebhookAnswer,
  SetAlertWebhook,
} from './alert.dto.js';
import { AlertViewService, answerOf } from './alert-view.service.js';
import { AlertWebhookService } from './alert-webhook.service.js';
import { AlertsService } from './alerts.service.js';

@ApiTags('alerts')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/alerts')
export class AlertsController {
  constructor(
    private readonly view: AlertViewService,
    private readonly alerts: AlertsService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What a person should look at, newest first.' })
  @ApiPage(AlertAnswer)
  list(
    @Param('t') tenantId: string,
    @Query() { state, limit, cursor }: AlertQuery,
  ): Promise<Page<AlertAnswer>> {
    return this.view.list(tenantId, { state, limit }, readCursor(cursor));
  }

  @Post(':id/acknowledge')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Takes an alert off the list of open ones; it ends by itself when its cause does.',
  })
  @ApiOkResponse({ type: AlertAnswer })
  async acknowledge(
    @Param('t') tenantId: string,
    @Param('id') id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<AlertAnswer> {
    return answerOf(await this.alerts.acknowledge(tenantId, id, actorOf(caller)));
  }
}

@ApiTags('alerts')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/alert-webhook')
export class AlertWebhookController {
  constructor(private readonly webhooks: AlertWebhookService) {}

  @Get()
  @ApiOperation({ summary: 'Where the alerts of the tenant are sent.' })
  @ApiOkResponse({ type: AlertWebhookAnswer })
  async get(@Param('t') tenantId: string): Promise<AlertWebhookAnswer> {
    const webhook = await this.webhooks.get(tenantId);
    return {
      url: webhook?.url ?? null,
      hasSecret: webhook !== undefined,
      lastAt: webhook?.lastAt ? new Date(webhook.lastAt).toISOString() : null,
      lastError: webhook?.lastError ?? null,
    };
  }

  @Put()
  @ApiOperation({
    summary: 'Sets the address, and makes a new secret that is shown this once.',
    description:
      'Messages are POSTed as JSON and signed as Standard Webhooks are: `webhook-id`, `webhook-timestamp`, `webhook-signature: v1,…`. They are repeated for three days until a 2xx.',
  })
  @ApiOkResponse({ type: NewAlertWebhookAnswer })
  async set(
    @Param('t') tenantId: string,
    @Body() { url }: SetAlertWebhook,
    @CurrentCaller() caller: Caller,
  ): Promise<NewAlertWebhookAnswer> {
    const { secret } = await this.webhooks.set(tenantId, url, actorOf(caller));
    return { url, hasSecret: true, lastAt: null, lastError: null, secret };
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Alerts are sent nowhere any more.' })
  @ApiNoContentResponse()
  remove(@Param('t') tenantId: string, @CurrentCaller() caller: Caller): Promise<void> {
    return this.webhooks.remove(tenantId, actorOf(caller));
  }
}
