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
import { StoreSecrets } from '../store-secrets/store-secrets.service.js';
import { CreatedTrackerSecretAnswer, TrackerSecretAnswer } from './tracker-secret.dto.js';

@ApiTags('tracker')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/stores/:s/tracker-secrets')
export class TrackerSecretsController {
  constructor(private readonly secrets: StoreSecrets) {}

  @Get()
  @ApiOperation({ summary: 'The valid tracker secrets of a store, newest first, without them.' })
  @ApiPage(TrackerSecretAnswer)
  async list(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
  ): Promise<Page<TrackerSecretAnswer>> {
    const secrets = await this.secrets.list({ tenantId, storeId, kind: 'tracker' });
    return { items: secrets.map(TrackerSecretAnswer.of), nextCursor: null };
  }

  @Post()
  @ApiOperation({
    summary: 'Makes a secret that the store signs identity tokens with; it is shown once.',
    description: 'Two are valid during a change; a third is refused with 409.',
  })
  @ApiCreatedResponse({ type: CreatedTrackerSecretAnswer })
  async create(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<CreatedTrackerSecretAnswer> {
    const created = await this.secrets.create({ tenantId, storeId, kind: 'tracker' }, caller);
    return { ...TrackerSecretAnswer.of(created), secret: created.secret };
  }

  @Delete(':secret')
  @HttpCode(204)
  @ApiOperation({ summary: 'Deletes a tracker secret; tokens signed with it prove nothing more.' })
  @ApiNoContentResponse()
  delete(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Param('secret') id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    return this.secrets.delete({ tenantId, storeId, kind: 'tracker' }, id, caller);
  }
}
