import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { notFound } from '../access/problem.js';
import { ApiPage, type Page, readCursor } from '../api/page.js';
import { MessageAnswer, MessageDetailAnswer, MessageQuery } from './message.dto.js';
import { MessageViewService } from './message-view.service.js';

@ApiTags('messages')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/stores/:s/messages')
export class MessagesController {
  constructor(private readonly messages: MessageViewService) {}

  @Get()
  @ApiOperation({ summary: 'Lists what came in, newest first.' })
  @ApiPage(MessageAnswer)
  list(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Query() { q, state, limit, cursor }: MessageQuery,
  ): Promise<Page<MessageAnswer>> {
    return this.messages.list(tenantId, storeId, {
      limit,
      after: readCursor(cursor),
      ...(q ? { q } : {}),
      ...(state ? { state } : {}),
    });
  }

  @Get(':m')
  @ApiOperation({
    summary: 'One message: raw, records, decision with reasons, commands with attempts.',
  })
  @ApiOkResponse({ type: MessageDetailAnswer })
  async one(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Param('m') id: string,
  ): Promise<MessageDetailAnswer> {
    const message = await this.messages.one(tenantId, storeId, id);
    if (!message) throw notFound('message');
    return message;
  }
}
