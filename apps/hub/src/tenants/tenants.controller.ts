import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { type Caller, CurrentCaller, OperatorOnly } from '../access/caller.js';
import { ApiPage, type Page, PageQuery, readCursor } from '../api/page.js';
import { SaveTenant, TenantAnswer } from './tenant.dto.js';
import { TenantsService } from './tenants.service.js';

@ApiTags('tenants')
@ApiBearerAuth()
@Controller('api/v1/tenants')
export class TenantsController {
  constructor(private readonly tenants: TenantsService) {}

  @Post()
  @OperatorOnly()
  @ApiOperation({ summary: 'Makes a tenant.' })
  @ApiCreatedResponse({ type: TenantAnswer })
  async create(
    @Body() { name }: SaveTenant,
    @CurrentCaller() caller: Caller,
  ): Promise<TenantAnswer> {
    return TenantAnswer.of(await this.tenants.create(name, caller));
  }

  @Get()
  @OperatorOnly()
  @ApiOperation({ summary: 'Lists the tenants.' })
  @ApiPage(TenantAnswer)
  async list(@Query() { limit, cursor }: PageQuery): Promise<Page<TenantAnswer>> {
    const page = await this.tenants.list(limit, readCursor(cursor));
    return { ...page, items: page.items.map(TenantAnswer.of) };
  }

  @Get(':t')
  @ApiOperation({ summary: 'Reads a tenant.' })
  @ApiOkResponse({ type: TenantAnswer })
  async read(@Param('t') tenantId: string): Promise<TenantAnswer> {
    return TenantAnswer.of(await this.tenants.get(tenantId));
  }

  @Patch(':t')
  @ApiOperation({ summary: 'Renames a tenant.' })
  @ApiOkResponse({ type: TenantAnswer })
  async rename(
    @Param('t') tenantId: string,
    @Body() { name }: SaveTenant,
    @CurrentCaller() caller: Caller,
  ): Promise<TenantAnswer> {
    return TenantAnswer.of(await this.tenants.rename(tenantId, name, caller));
  }

  @Delete(':t')
  @OperatorOnly()
  @HttpCode(204)
  @ApiOperation({ summary: 'Deletes a tenant with everything that belongs to it.' })
  @ApiQuery({ name: 'confirm', required: true, description: 'The name of the tenant.' })
  @ApiNoContentResponse()
  delete(@Param('t') tenantId: string, @Query('confirm') confirm?: string): Promise<void> {
    return this.tenants.delete(tenantId, confirm);
  }
}
