import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  ParseIntPipe,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { EmailTemplate } from '@storewire/salesmanago';
import type { FastifyReply } from 'fastify';
import { type Caller, CurrentCaller, NeedsScope } from '../access/caller.js';
import { invalid } from '../access/problem.js';
import { ApiProblem } from '../api/openapi.js';
import { ApiPage, type Page, PageQuery, readCursor } from '../api/page.js';
import { Clock } from '../clock.js';
import { AccountAnswer } from './account.answer.js';
import {
  EmailAnswer,
  EmailQuery,
  FormAnswer,
  FormCodeAnswer,
  ModulesAnswer,
  ProblemUrlAnswer,
  SetV3Key,
  SignInLinkAnswer,
  V3ProblemAnswer,
} from './account-features.dto.js';
import { AccountFeatures } from './account-features.service.js';
import { AccountView } from './account-view.js';
import { CallbackSecrets } from './callback-secrets.service.js';
import { V3KeyService } from './v3-key.service.js';
import { V3Problems } from './v3-problems.service.js';

const NOT_ASKED = 'SALESmanago cannot be asked at the moment.';
const DAY_MS = 86_400_000;

@ApiTags('accounts')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/accounts/:a')
export class AccountFeaturesController {
  constructor(
    private readonly features: AccountFeatures,
    private readonly clock: Clock,
  ) {}

  @Get('forms')
  @ApiOperation({ summary: 'Web push forms, fetched anew.' })
  @ApiPage(FormAnswer)
  @ApiProblem(424, NOT_ASKED)
  async forms(
    @Param('t') tenantId: string,
    @Param('a') accountId: string,
  ): Promise<Page<FormAnswer>> {
    return { items: await this.features.forms(tenantId, accountId), nextCursor: null };
  }

  @Get('forms/:f/code')
  @ApiOperation({ summary: 'The code a web push form needs, where the account gives it.' })
  @ApiOkResponse({ type: FormCodeAnswer })
  @ApiProblem(422, 'Not offered by this account.')
  @ApiProblem(424, NOT_ASKED)
  formCode(
    @Param('t') tenantId: string,
    @Param('a') accountId: string,
    @Param('f', ParseIntPipe) formId: number,
    @CurrentCaller() caller: Caller,
  ): Promise<FormCodeAnswer> {
    return this.features.formCode(tenantId, accountId, formId, caller);
  }

  @Get('emails')
  @ApiOperation({ summary: 'E-mails of the account by type, all pages; needs the API v3 key.' })
  @ApiPage(EmailAnswer)
  @ApiProblem(422, 'SALESmanago refuses the key, or there is none.')
  @ApiProblem(424, NOT_ASKED)
  async emails(
    @Param('t') tenantId: string,
    @Param('a') accountId: string,
    @Query() { type, from, to }: EmailQuery,
  ): Promise<Page<EmailAnswer>> {
    const items = await this.features.emails(tenantId, accountId, {
      type,
      from: from === undefined ? 0 : Date.parse(from),
      to: to === undefined ? this.clock.now() + DAY_MS : endOf(to),
    });
    return { items: items.map(emailAnswer), nextCursor: null };
  }

  @Get('modules')
  @ApiOperation({
    summary: 'Live chat, web push and pop-up: which are on, where the account tells.',
  })
  @ApiOkResponse({ type: ModulesAnswer })
  modules(
    @Param('t') tenantId: string,
    @Param('a') accountId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<ModulesAnswer> {
    return this.features.modules(tenantId, accountId, caller);
  }

  @Get('sign-in-link')
  @NeedsScope('write')
  @ApiOperation({
    summary:
      '“Edit in SALESmanago”: a link that signs in where there is a login token, else a plain one.',
    description:
      'Whoever has the link is signed in as the user who logged in; a key that only reads does not get it.',
  })
  @ApiOkResponse({ type: SignInLinkAnswer })
  signInLink(
    @Param('t') tenantId: string,
    @Param('a') accountId: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignInLinkAnswer> {
    reply.header('cache-control', 'no-store');
    return this.features.signInLink(tenantId, accountId, caller);
  }
}

@ApiTags('accounts')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/accounts/:a')
export class AccountKeysController {
  constructor(
    private readonly keys: V3KeyService,
    private readonly problems: V3Problems,
    private readonly callbacks: CallbackSecrets,
    private readonly view: AccountView,
  ) {}

  @Post('v3-key')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Enters an API v3 key, or makes one with a login.',
    description:
      'The key is tried at once; `v3Key` of the answer says whether it works. A key before stays valid in SALESmanago until it is revoked there.',
  })
  @ApiOkResponse({ type: AccountAnswer })
  @ApiProblem(424, NOT_ASKED)
  async setKey(
    @Param('t') tenantId: string,
    @Param('a') accountId: string,
    @Body() body: SetV3Key,
    @CurrentCaller() caller: Caller,
  ): Promise<AccountAnswer> {
    const { apiKey, expiresAt, email, password, expiry } = body;
    if (apiKey !== undefined && email === undefined && password === undefined) {
      const entered = { apiKey, ...(expiresAt ? { expiresAt: Date.parse(expiresAt) } : {}) };
      return this.view.answerOf(await this.keys.enter(tenantId, accountId, entered, caller));
    }
    if (apiKey !== undefined || email === undefined || password === undefined)
      throw invalid([ONE_WAY]);
    const login = { email, password, ...(expiry ? { expiry } : {}) };
    return this.view.answerOf(await this.keys.create(tenantId, accountId, login, caller));
  }

  @Post('v3-key/revoke')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Revokes the API v3 key in SALESmanago; the hub keeps it, as revoked.',
    description: 'Deleting an account revokes nothing: the key may be used elsewhere.',
  })
  @ApiOkResponse({ type: AccountAnswer })
  @ApiProblem(424, NOT_ASKED)
  async revokeKey(
    @Param('t') tenantId: string,
    @Param('a') accountId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<AccountAnswer> {
    return this.view.answerOf(await this.keys.revoke(tenantId, accountId, caller));
  }

  @Post('v3-problem-url')
  @HttpCode(200)
  @ApiOperation({ summary: 'Where SALESmanago posts problems of API v3 that show up later.' })
  @ApiOkResponse({ type: ProblemUrlAnswer })
  async problemUrl(
    @Param('t') tenantId: string,
    @Param('a') accountId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<ProblemUrlAnswer> {
    return { url: await this.keys.problemUrl(tenantId, accountId, caller) };
  }

  @Get('v3-problems')
  @ApiOperation({ summary: 'Problems of API v3 that showed up later, newest first.' })
  @ApiPage(V3ProblemAnswer)
  listProblems(
    @Param('t') tenantId: string,
    @Param('a') accountId: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<Page<V3ProblemAnswer>> {
    return this.problems.list(tenantId, accountId, limit, readCursor(cursor));
  }

  @Post('callback-secret')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Gives the callback URLs a new secret; the old one stays valid until it is removed.',
  })
  @ApiOkResponse({ type: AccountAnswer })
  async rotateCallbackSecret(
    @Param('t') tenantId: string,
    @Param('a') accountId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<AccountAnswer> {
    return this.view.answerOf(await this.callbacks.rotate(tenantId, accountId, caller));
  }

  @Delete('callback-secret/old')
  @ApiOperation({
    summary: 'Removes the old callback secret: URLs with it are refused from now on.',
  })
  @ApiOkResponse({ type: AccountAnswer })
  async removeOldCallbackSecret(
    @Param('t') tenantId: string,
    @Param('a') accountId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<AccountAnswer> {
    return this.view.answerOf(await this.callbacks.removeOld(tenantId, accountId, caller));
  }
}

const ONE_WAY = {
  path: 'apiKey',
  message: 'either apiKey of a key that exists, or email and password to make one.',
};

/** The last moment of a time; a date alone is the whole day. */
const endOf = (to: string): number => Date.parse(to) + (to.length <= 10 ? DAY_MS - 1 : 0);

const emailAnswer = ({
  emailId,
  name,
  subject,
  modifiedOnMs,
  sender,
}: EmailTemplate): EmailAnswer => ({
  emailId,
  name: name ?? null,
  subject: subject ?? null,
  modifiedAt: modifiedOnMs === undefined ? null : new Date(modifiedOnMs).toISOString(),
  sender: {
    accountId: sender?.accountId ?? null,
    emailAddress: sender?.emailAddress ?? null,
    displayName: sender?.displayName ?? null,
  },
});
