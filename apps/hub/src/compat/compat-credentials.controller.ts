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
import { CompatCredentialAnswer, CreatedCompatCredentialAnswer } from './compat.dto.js';

@ApiTags('compatibility')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/stores/:s/compat-credentials')
export class CompatCredentialsController {
  constructor(private readonly secrets: StoreSecrets) {}

  @Get()
  @ApiOperation({ summary: 'The valid credentials of the compatibility door, newest first.' })
  @ApiPage(CompatCredentialAnswer)
  async list(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
  ): Promise<Page<CompatCredentialAnswer>> {
    const secrets = await this.secrets.list(ofStore(tenantId, storeId));
    return { items: secrets.map(CompatCredentialAnswer.of), nextCursor: null };
  }

  @Post()
  @ApiOperation({
    summary: 'Makes a client id and a secret to type into a built-in integration.',
    description:
      'The secret is shown once. Two are valid during a change, for the same client id; a third is refused with 409.',
  })
  @ApiCreatedResponse({ type: CreatedCompatCredentialAnswer })
  async create(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<CreatedCompatCredentialAnswer> {
    const created = await this.secrets.create(ofStore(tenantId, storeId), caller);
    return { ...CompatCredentialAnswer.of(created), apiSecret: created.secret };
  }

  @Delete(':credential')
  @HttpCode(204)
  @ApiOperation({ summary: 'Deletes a credential; calls signed with it are refused.' })
  @ApiNoContentResponse()
  delete(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Param('credential') id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    return this.secrets.delete(ofStore(tenantId, storeId), id, caller);
  }
}

const ofStore = (tenantId: string, storeId: string): SecretsOf => ({
  tenantId,
  storeId,
  kind: 'compat',
});
