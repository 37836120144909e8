import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ApiPage, type Page, PageQuery, readCursor } from '../api/page.js';
import { CreateExport, ExportAnswer } from './export.dto.js';
import { ExportControl } from './export-control.service.js';

@ApiTags('exports')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/stores/:s/exports')
export class ExportsController {
  constructor(private readonly exports: ExportControl) {}

  @Post()
  @ApiOperation({ summary: "Starts an export of the store's past; safe to repeat." })
  @ApiCreatedResponse({ type: ExportAnswer })
  async create(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Body() body: CreateExport,
  ): Promise<ExportAnswer> {
    return ExportAnswer.of(await this.exports.create(tenantId, storeId, body));
  }

  @Get()
  @ApiOperation({ summary: 'Lists the exports of a store, newest first.' })
  @ApiPage(ExportAnswer)
  async list(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<Page<ExportAnswer>> {
    const page = await this.exports.list(tenantId, storeId, limit, readCursor(cursor));
    return { ...page, items: page.items.map(ExportAnswer.of) };
  }

  @Get(':x')
  @ApiOperation({ summary: 'The progress of an export.' })
  @ApiOkResponse({ type: ExportAnswer })
  async one(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Param('x') id: string,
  ): Promise<ExportAnswer> {
    return ExportAnswer.of(await this.exports.one(tenantId, storeId, id));
  }

  @Post(':x/pause')
  @HttpCode(200)
  @ApiOperation({ summary: 'Stops reading; what was read is delivered.' })
  @ApiOkResponse({ type: ExportAnswer })
  async pause(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Param('x') id: string,
  ): Promise<ExportAnswer> {
    return ExportAnswer.of(await this.exports.pause(tenantId, storeId, id));
  }

  @Post(':x/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Goes on where the export stopped.' })
  @ApiOkResponse({ type: ExportAnswer })
  async resume(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Param('x') id: string,
  ): Promise<ExportAnswer> {
    return ExportAnswer.of(await this.exports.resume(tenantId, storeId, id));
  }

  @Post(':x/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ends the export; what was read already is still delivered.' })
  @ApiOkResponse({ type: ExportAnswer })
  async cancel(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Param('x') id: string,
  ): Promise<ExportAnswer> {
    return ExportAnswer.of(await this.exports.cancel(tenantId, storeId, id));
  }
}
