import { Controller, Delete, Get, HttpCode, Param, Post, type Type } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../access/caller.js';
import { ApiPage, type Page } from '../api/page.js';
import { CreatedStoreSecretAnswer, StoreSecretAnswer } from './store-secret.dto.js';
import type { StoreSecretKind } from './store-secret.entity.js';
import { StoreSecrets } from './store-secrets.service.js';

/** The door whose secrets are kept, and what its routes say of themselves. */
interface SecretsDoor {
  readonly kind: StoreSecretKind;
  readonly tag: string;
  readonly list: string;
  readonly create: string;
  readonly delete: string;
}

/** The routes `…/{kind}-secrets` of a store: list, make one that is shown once, delete. */
export function secretsController({ kind, tag, ...says }: SecretsDoor): Type<object> {
  @ApiTags(tag)
  @ApiBearerAuth()
  @Controller(`api/v1/tenants/:t/stores/:s/${kind}-secrets`)
  class SecretsController {
    constructor(private readonly secrets: StoreSecrets) {}

    @Get()
    @ApiOperation({ summary: says.list })
    @ApiPage(StoreSecretAnswer)
    async list(
      @Param('t') tenantId: string,
      @Param('s') storeId: string,
    ): Promise<Page<StoreSecretAnswer>> {
      const secrets = await this.secrets.list({ tenantId, storeId, kind });
      return { items: secrets.map(StoreSecretAnswer.of), nextCursor: null };
    }

    @Post()
    @ApiOperation({
      summary: says.create,
      description: 'Two are valid during a change; a third is refused with 409.',
    })
    @ApiCreatedResponse({ type: CreatedStoreSecretAnswer })
    async create(
      @Param('t') tenantId: string,
      @Param('s') storeId: string,
      @CurrentCaller() caller: Caller,
    ): Promise<CreatedStoreSecretAnswer> {
      const created = await this.secrets.create({ tenantId, storeId, kind }, caller);
      return { ...StoreSecretAnswer.of(created), secret: created.secret };
    }

    @Delete(':secret')
    @HttpCode(204)
    @ApiOperation({ summary: says.delete })
    @ApiNoContentResponse()
    delete(
      @Param('t') tenantId: string,
      @Param('s') storeId: string,
      @Param('secret') id: string,
      @CurrentCaller() caller: Caller,
    ): Promise<void> {
      return this.secrets.delete({ tenantId, storeId, kind }, id, caller);
    }
  }
  return SecretsController;
}
