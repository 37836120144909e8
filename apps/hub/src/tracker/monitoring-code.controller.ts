import { Controller, Get, Param } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../api/openapi.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { StorefrontScripts } from './storefront-scripts.service.js';

export class MonitoringCodeAnswer {
  @ApiProperty({
    description: 'The monitoring code as saved; empty while it is switched off.',
    example: '<script>var _smid="client1";…</script>',
  })
  html!: string;

  @ApiProperty({
    description: 'The tag to paste into the shop; it brings the monitoring code and follows carts.',
    example: '<script async src="https://hub.example/t/…/s.js"></script>',
  })
  tag!: string;
}

@ApiTags('tracker')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/stores/:s/monitoring-code')
export class MonitoringCodeController {
  constructor(
    private readonly stores: StoreDirectory,
    private readonly scripts: StorefrontScripts,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The monitoring code of a store, as its pages get it.' })
  @ApiOkResponse({ type: MonitoringCodeAnswer })
  @ApiProblem(422, 'A setting of the store or account must not get into a page.')
  async read(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
  ): Promise<MonitoringCodeAnswer> {
    return this.scripts.code(await this.stores.require(tenantId, storeId));
  }
}
