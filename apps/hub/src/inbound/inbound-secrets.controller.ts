import { Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../access/caller.js';
import { ApiPage, type Page } from '../api/page.js';
import { type SecretsOf, StoreSecrets } from '../store-secrets/store-secrets.service.js';
import { CreatedInboundSecretAnswer, InboundSecretAnswer } from './inbound.dto.js';

@ApiTags('inbound')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/stores/:s/inbound-secrets')
export class InboundSecretsController {
  constructor(private readonly secrets: StoreSecrets) {}

  @Get()
  @ApiOperation({ summary: 'The valid inbound secrets of a store, newest first, without them.' })
  @ApiPage(InboundSecretAnswer)
  async list(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
  ): Promise<Page<InboundSecretAnswer>> {
    const secrets = await this.secrets.list(ofStore(tenantId, storeId));
    return { items: secrets.map(InboundSecretAnswer.of), nextCursor: null };
  }

  @Post()
  @ApiOperation({
    summary: 'Makes a secret that inbound events are signed with; it is shown once.',
    description: 'Two are valid during a change; a third is refused with 409.',
  })
  @ApiCreatedResponse({ type: CreatedInboundSecretAnswer })
  async create(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<CreatedInboundSecretAnswer> {
    const created = await this.secrets.create(ofStore(tenantId, storeId), caller);
    return { ...InboundSecretAnswer.of(created), secret: created.secret };
  }

  @Delete(':secret')
  @HttpCode(204)
  @ApiOperation({ summary: 'Deletes an inbound secret; deliveries signed with it are refused.' })
  @ApiNoContentResponse()
  delete(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Param('secret') id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    return this.secrets.delete(ofStore(tenantId, storeId), id, caller);
  }
}

const ofStore = (tenantId: string, storeId: string): SecretsOf => ({
  tenantId,
  storeId,
  kind: 'inbound',
});
