import { Controller, Get, Header, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/caller.js';
import { StatusAnswer } from './status.answer.js';
import { StatusService } from './status.service.js';
import { CONTENT_SECURITY_POLICY, statusPage } from './status-page.js';
import { LANGUAGES, languageOf } from './status-page.texts.js';

/** Open to everybody, so it shows the demo and nothing else. */
@ApiTags('status')
@Public()
@Controller()
export class StatusController {
  constructor(private readonly status: StatusService) {}

  @Get()
  @ApiOperation({
    summary: 'A page that shows that the hub runs and, with the demo, what it does.',
  })
  @ApiQuery({ name: 'lang', required: false, enum: LANGUAGES })
  @ApiProduces('text/html')
  @ApiOkResponse({ schema: { type: 'string' } })
  page(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query('lang') wanted?: string,
  ): string {
    const language = languageOf(wanted, request.headers['accept-language']);
    reply.headers({
      'content-type': 'text/html; charset=utf-8',
      'content-language': language,
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      vary: 'accept-language',
    });
    return statusPage(language);
  }

  @Get('status.json')
  @Header('cache-control', 'no-store')
  @Header('x-content-type-options', 'nosniff')
  @ApiOperation({ summary: 'What the page shows.' })
  @ApiOkResponse({ type: StatusAnswer })
  read(): Promise<StatusAnswer> {
    return this.status.read();
  }
}
