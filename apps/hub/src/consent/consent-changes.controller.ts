import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiProperty,
  ApiTags,
} from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { DateTime } from 'luxon';
import { malformed } from '../access/problem.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { ConsentLedgerService } from './consent-ledger.service.js';

const DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d))?$/;

export class ConsentChangesQuery {
  @ApiProperty({ description: 'A day in the zone of the store, or a time with offset; included.' })
  @Matches(DATE, { message: 'since must be a date (2026-11-21) or a time with offset.' })
  since!: string;
}

/** For shops that take no consent back over an API: somebody loads the file into the shop. */
@ApiTags('consent')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/stores/:s/consent-changes.csv')
export class ConsentChangesController {
  constructor(
    private readonly ledger: ConsentLedgerService,
    private readonly stores: StoreDirectory,
  ) {}

  @Get()
  @Header('content-type', 'text/csv; charset=utf-8')
  @Header('content-disposition', 'attachment; filename="consent-changes.csv"')
  @ApiOperation({
    summary: 'Who opted in or out in SALESmanago since a day, of the people this store has sent.',
  })
  @ApiProduces('text/csv')
  @ApiOkResponse({ content: { 'text/csv': { schema: { type: 'string' } } } })
  async list(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Query() { since }: ConsentChangesQuery,
  ): Promise<string> {
    const { shop } = await this.stores.require(tenantId, storeId);
    const from = DateTime.fromISO(since, { zone: shop.zone ?? 'utc' });
    if (!from.isValid) {
      throw malformed('The query has wrong parameters.', [
        { path: 'since', message: 'is not a date of the calendar.' },
      ]);
    }
    const changes = await this.ledger.changedInSalesmanago(tenantId, storeId, from.toMillis());
    const rows = changes.map(({ email, channel, state, at }) => [email, channel, state, at]);
    return [['email', 'channel', 'state', 'at'], ...rows]
      .map((row) => `${row.join(',')}\r\n`)
      .join('');
  }
}
