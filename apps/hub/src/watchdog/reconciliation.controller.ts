import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ReconciliationAnswer } from './reconciliation.answer.js';
import { ReconciliationView } from './reconciliation-view.service.js';

@ApiTags('stores')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/stores/:s/reconciliation')
export class ReconciliationController {
  constructor(private readonly view: ReconciliationView) {}

  @Get()
  @ApiOperation({
    summary: 'What webhooks brought per day, and what polls found that they missed.',
  })
  @ApiOkResponse({ type: ReconciliationAnswer })
  get(@Param('t') tenantId: string, @Param('s') storeId: string): Promise<ReconciliationAnswer> {
    return this.view.of(tenantId, storeId);
  }
}
