import { Body, Controller, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiExtraModels,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { actorOf, type Caller, CurrentCaller } from '../access/caller.js';
import { invalid, notFound } from '../access/problem.js';
import { type Page, readCursor } from '../api/page.js';
import {
  AnswerUnknown,
  DeadLetterAnswer,
  DeadLetterGroupAnswer,
  DeadLetterQuery,
  EditDeadLetter,
  RetriedAnswer,
  RetryDeadLetters,
} from './dead-letter.dto.js';
import { DeadLetterViewService } from './dead-letter-view.service.js';
import { DeadLettersService } from './dead-letters.service.js';

@ApiTags('dead letters')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/stores/:s/dead-letters')
export class DeadLettersController {
  constructor(
    private readonly view: DeadLetterViewService,
    private readonly deadLetters: DeadLettersService,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Lists what stopped and waits for a person, or counts it by cause.' })
  @ApiExtraModels(DeadLetterAnswer, DeadLetterGroupAnswer)
  @ApiOkResponse({
    schema: {
      type: 'object',
      required: ['items', 'nextCursor'],
      properties: {
        items: {
          type: 'array',
          items: {
            anyOf: [
              { $ref: getSchemaPath(DeadLetterAnswer) },
              { $ref: getSchemaPath(DeadLetterGroupAnswer) },
            ],
          },
        },
        nextCursor: { type: 'string', nullable: true },
      },
    },
  })
  async list(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Query() { group, limit, cursor }: DeadLetterQuery,
  ): Promise<Page<DeadLetterAnswer | DeadLetterGroupAnswer>> {
    if (group) return { items: await this.view.groups(tenantId, storeId), nextCursor: null };
    return this.view.list(tenantId, storeId, { limit, after: readCursor(cursor) });
  }

  @Post('retry')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Sends dead letters again: some, those of a cause, or all. What was sent once is not sent twice.',
  })
  @ApiOkResponse({ type: RetriedAnswer })
  async retry(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Body() body: RetryDeadLetters,
  ): Promise<RetriedAnswer> {
    if (!body.ids && !body.cause && !body.all) {
      throw invalid([{ path: '', message: 'needs ids, cause or all.' }]);
    }
    return { retried: await this.deadLetters.retry(tenantId, storeId, body) };
  }

  @Patch(':d')
  @HttpCode(204)
  @ApiOperation({ summary: 'Edits what a dead command says; retry sends it.' })
  @ApiNoContentResponse()
  async edit(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Param('d') id: string,
    @Body() { payload }: EditDeadLetter,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    const found = await this.deadLetters.edit(tenantId, storeId, id, payload, actorOf(caller));
    if (!found) throw notFound('dead letter');
  }

  @Post(':d/answer')
  @HttpCode(204)
  @ApiOperation({ summary: 'Says what became of a delivery of unknown outcome.' })
  @ApiNoContentResponse()
  async answer(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Param('d') id: string,
    @Body() { outcome }: AnswerUnknown,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    const found = await this.deadLetters.answer(tenantId, storeId, id, outcome, actorOf(caller));
    if (!found) throw notFound('dead letter');
  }
}
