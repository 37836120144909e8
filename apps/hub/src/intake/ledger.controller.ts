import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { LedgerService } from './ledger.service.js';

export class LedgerAnswer {
  @ApiProperty({ type: 'integer', description: 'The sum of the others, always.' })
  accepted!: number;

  @ApiProperty({ type: 'integer' })
  delivered!: number;

  @ApiProperty({ type: 'integer' })
  filtered!: number;

  @ApiProperty({ type: 'integer' })
  dead!: number;

  @ApiProperty({ type: 'integer' })
  pending!: number;
}

@ApiTags('messages')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/stores/:s/ledger')
export class LedgerController {
  constructor(private readonly ledger: LedgerService) {}

  @Get()
  @ApiOperation({ summary: 'What became of the messages of a store, in counts.' })
  @ApiOkResponse({ type: LedgerAnswer })
  get(@Param('t') tenantId: string, @Param('s') storeId: string): Promise<LedgerAnswer> {
    return this.ledger.of(tenantId, storeId);
  }
}
