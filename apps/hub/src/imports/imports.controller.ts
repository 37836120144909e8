import { Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { ApiRequest } from '../access/caller.js';
import { ApiProblem } from '../api/openapi.js';
import { ApiPage, type Page, PageQuery, readCursor } from '../api/page.js';
import type { ExportRow } from '../exports/export.entity.js';
import { ExportControl } from '../exports/export-control.service.js';
import { CreateImport, ImportAnswer } from './import.dto.js';
import { ImportSource } from './import-source.service.js';
import { readUpload } from './import-upload.js';
import { ImportsService } from './imports.service.js';

@ApiTags('imports')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/stores/:s/imports')
export class ImportsController {
  constructor(
    private readonly imports: ImportsService,
    private readonly control: ExportControl,
    private readonly source: ImportSource,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Imports contacts or orders from a file; safe to repeat.' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: CreateImport })
  @ApiCreatedResponse({ type: ImportAnswer })
  @ApiProblem(413, 'The file is over 100 MiB.')
  async create(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Req() request: ApiRequest,
  ): Promise<ImportAnswer> {
    const upload = await readUpload(request);
    try {
      return await this.answerOf(await this.imports.create(tenantId, storeId, upload));
    } finally {
      await upload.file.remove();
    }
  }

  @Get()
  @ApiOperation({ summary: 'Lists the imports of a store, newest first.' })
  @ApiPage(ImportAnswer)
  async list(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<Page<ImportAnswer>> {
    const page = await this.control.list(tenantId, storeId, limit, readCursor(cursor), 'import');
    return { ...page, items: await Promise.all(page.items.map((row) => this.answerOf(row))) };
  }

  @Get(':x')
  @ApiOperation({ summary: 'The progress of an import, with the rows that were rejected.' })
  @ApiOkResponse({ type: ImportAnswer })
  async one(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Param('x') id: string,
  ): Promise<ImportAnswer> {
    return this.answerOf(await this.control.one(tenantId, storeId, id, 'import'));
  }

  @Post(':x/pause')
  @HttpCode(200)
  @ApiOperation({ summary: 'Stops reading; what was read is delivered.' })
  @ApiOkResponse({ type: ImportAnswer })
  async pause(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Param('x') id: string,
  ): Promise<ImportAnswer> {
    return this.answerOf(await this.control.pause(tenantId, storeId, id, 'import'));
  }

  @Post(':x/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Goes on where the import stopped.' })
  @ApiOkResponse({ type: ImportAnswer })
  async resume(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Param('x') id: string,
  ): Promise<ImportAnswer> {
    return this.answerOf(await this.control.resume(tenantId, storeId, id, 'import'));
  }

  @Post(':x/cancel')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ends the import; what was read already is still delivered.' })
  @ApiOkResponse({ type: ImportAnswer })
  async cancel(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Param('x') id: string,
  ): Promise<ImportAnswer> {
    return this.answerOf(await this.control.cancel(tenantId, storeId, id, 'import'));
  }

  private async answerOf(row: ExportRow): Promise<ImportAnswer> {
    return ImportAnswer.ofImport(row, await this.source.rejected(row));
  }
}
