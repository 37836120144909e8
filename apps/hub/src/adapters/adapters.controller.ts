import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiPage, type Page, PageQuery, pageOf, readCursor } from '../api/page.js';
import { AdapterAnswer } from './adapter.answer.js';
import { AdapterRegistry } from './adapter-registry.js';

@ApiTags('adapters')
@ApiBearerAuth()
@Controller('api/v1/adapters')
export class AdaptersController {
  constructor(private readonly adapters: AdapterRegistry) {}

  @Get()
  @ApiOperation({
    summary: 'The platforms that stores of this hub can be on, with the form of each connection.',
  })
  @ApiPage(AdapterAnswer)
  list(@Query() { limit, cursor }: PageQuery): Page<AdapterAnswer> {
    const after = readCursor(cursor);
    const rest = this.adapters.list().filter(({ id }) => id > after);
    const page = pageOf(rest, limit, ({ id }) => id);
    return { ...page, items: page.items.map(AdapterAnswer.of) };
  }
}
