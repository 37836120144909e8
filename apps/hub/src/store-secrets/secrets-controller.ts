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
import {
  type NewStoreSecret,
  type StoreSecretFacts,
  StoreSecrets,
} from './store-secrets.service.js';

/** The door whose secrets are kept, and what its routes say of themselves. */
interface SecretsDoor<A extends object, C extends A> {
  readonly kind: StoreSecretKind;
  /** Below the store; `{kind}-secrets` when absent. */
  readonly path?: string;
  readonly tag: string;
  readonly list: string;
  readonly create: string;
  readonly delete: string;
  readonly answers: SecretAnswers<A, C>;
}

/** How a secret is shown: without itself, and the one time with itself. */
interface SecretAnswers<A extends object, C extends A> {
  readonly kept: Type<A> & { of(facts: StoreSecretFacts): A };
  readonly created: Type<C> & { of(made: NewStoreSecret): C };
}

const PLAIN = { kept: StoreSecretAnswer, created: CreatedStoreSecretAnswer };

/** The routes of a door's secrets below a store: list, make one that is shown once, delete. */
export const secretsController = (
  door: Omit<SecretsDoor<StoreSecretAnswer, CreatedStoreSecretAnswer>, 'answers'>,
): Type<object> => secretsControllerWith({ ...door, answers: PLAIN });

/** The same with answers of the door's own. */
export function secretsControllerWith<A extends object, C extends A>({
  kind,
  path = `${kind}-secrets`,
  tag,
  answers: { kept, created },
  ...says
}: SecretsDoor<A, C>): Type<object> {
  @ApiTags(tag)
  @ApiBearerAuth()
  @Controller(`api/v1/tenants/:t/stores/:s/${path}`)
  class SecretsController {
    constructor(private readonly secrets: StoreSecrets) {}

    @Get()
    @ApiOperation({ summary: says.list })
    @ApiPage(kept)
    async list(@Param('t') tenantId: string, @Param('s') storeId: string): Promise<Page<A>> {
      const secrets = await this.secrets.list({ tenantId, storeId, kind });
      return { items: secrets.map((secret) => kept.of(secret)), nextCursor: null };
    }

    @Post()
    @ApiOperation({
      summary: says.create,
      description: 'Two are valid during a change; a third is refused with 409.',
    })
    @ApiCreatedResponse({ type: created })
    async create(
      @Param('t') tenantId: string,
      @Param('s') storeId: string,
      @CurrentCaller() caller: Caller,
    ): Promise<C> {
      return created.of(await this.secrets.create({ tenantId, storeId, kind }, caller));
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
