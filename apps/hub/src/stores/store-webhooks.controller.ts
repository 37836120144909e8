import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { WebhookSubscription } from '@storewire/core';
import { ApiPage, type Page } from '../api/page.js';
import { WebhookAnswer } from './store.answer.js';
import { StoreWebhooksService } from './store-webhooks.service.js';

@ApiTags('stores')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/stores/:s/webhooks')
export class StoreWebhooksController {
  constructor(private readonly webhooks: StoreWebhooksService) {}

  @Get()
  @ApiOperation({ summary: 'The subscriptions to the webhookUrl, as the store sees them now.' })
  @ApiPage(WebhookAnswer)
  async list(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
  ): Promise<Page<WebhookAnswer>> {
    return pageOf(await this.webhooks.list(tenantId, storeId));
  }

  @Post('register')
  @HttpCode(200)
  @ApiOperation({ summary: 'Creates or repairs them; needs a public https address of the hub.' })
  @ApiPage(WebhookAnswer)
  async register(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
  ): Promise<Page<WebhookAnswer>> {
    return pageOf(await this.webhooks.register(tenantId, storeId));
  }
}

/** A store has a few of them, so there is one page. */
const pageOf = (found: readonly WebhookSubscription[]): Page<WebhookAnswer> => ({
  items: found.map(({ id, topic, address, active, detail }) => ({
    id,
    topic,
    address,
    active,
    detail: detail ?? null,
  })),
  nextCursor: null,
});
