import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ApiPage, type Page, PageQuery, readCursor } from '../api/page.js';
import { AuditService } from './audit.service.js';

export class AuditAnswer {
  @ApiProperty()
  id!: string;

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({ description: 'Name and id of the key.' })
  actor!: string;

  @ApiProperty({ example: 'account.update' })
  action!: string;

  @ApiProperty({ description: 'Id of what was changed.' })
  target!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'Before and after; a secret appears as `changed`.',
  })
  detail!: unknown;
}

@ApiTags('access')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @ApiOperation({ summary: 'Who changed what, newest first.' })
  @ApiPage(AuditAnswer)
  async list(
    @Param('t') tenantId: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<Page<AuditAnswer>> {
    const page = await this.audit.list(tenantId, limit, readCursor(cursor));
    const items = page.items.map((item) => ({ ...item, at: new Date(item.at).toISOString() }));
    return { ...page, items };
  }
}
