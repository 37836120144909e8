import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../access/caller.js';
import { ApiProblem } from '../api/openapi.js';
import { ApiPage, type Page, PageQuery, readCursor } from '../api/page.js';
import { AccountAnswer, CheckAnswer, OwnersAnswer, RegistrationAnswer } from './account.answer.js';
import { CreateAccount, LogInAccount, RegisterAccount, UpdateAccount } from './account.dto.js';
import { AccountCheckService } from './account-check.service.js';
import { AccountLoginService } from './account-login.service.js';
import { AccountRegistrationService } from './account-registration.service.js';
import { AccountRows } from './account-rows.js';
import { AccountView } from './account-view.js';
import { AccountsService } from './accounts.service.js';

const NOT_ASKED = 'SALESmanago cannot be asked at the moment.';

@ApiTags('accounts')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/accounts')
export class AccountsController {
  constructor(
    private readonly rows: AccountRows,
    private readonly accounts: AccountsService,
    private readonly logins: AccountLoginService,
    private readonly registrations: AccountRegistrationService,
    private readonly view: AccountView,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Saves a SALESmanago account whose data is entered by hand.' })
  @ApiCreatedResponse({ type: AccountAnswer })
  async create(
    @Param('t') tenantId: string,
    @Body() body: CreateAccount,
    @CurrentCaller() caller: Caller,
  ): Promise<AccountAnswer> {
    return this.view.answerOf(await this.accounts.create(tenantId, body, caller));
  }

  @Post('login')
  @ApiOperation({ summary: 'Saves the account of a SALESmanago login.' })
  @ApiCreatedResponse({ type: AccountAnswer })
  @ApiProblem(424, NOT_ASKED)
  async logIn(
    @Param('t') tenantId: string,
    @Body() body: LogInAccount,
    @CurrentCaller() caller: Caller,
  ): Promise<AccountAnswer> {
    const { account, warnings } = await this.logins.logIn(tenantId, body, caller);
    return this.view.answerOf(account, warnings);
  }

  @Get()
  @ApiOperation({ summary: 'Lists the accounts.' })
  @ApiPage(AccountAnswer)
  async list(
    @Param('t') tenantId: string,
    @Query() { limit, cursor }: PageQuery,
  ): Promise<Page<AccountAnswer>> {
    const page = await this.rows.list(tenantId, limit, readCursor(cursor));
    return { ...page, items: page.items.map((row) => this.view.answerOf(row)) };
  }

  @Get('registration')
  @ApiOperation({ summary: 'How a SALESmanago account is made that does not exist yet.' })
  @ApiParam({ name: 't' })
  @ApiOkResponse({ type: RegistrationAnswer })
  registration(): RegistrationAnswer {
    return this.registrations.offer();
  }

  @Post('registration')
  @ApiOperation({
    summary: 'Makes a SALESmanago account and saves it as a login does.',
    description:
      'Only where the hub was started with credentials of a SALESmanago partner; else 422 `NOT_OFFERED`, with the address of the sign-up page. The password is used for this and kept nowhere.',
  })
  @ApiCreatedResponse({ type: AccountAnswer })
  @ApiProblem(424, NOT_ASKED)
  async register(
    @Param('t') tenantId: string,
    @Body() body: RegisterAccount,
    @CurrentCaller() caller: Caller,
  ): Promise<AccountAnswer> {
    const { account, warnings } = await this.registrations.register(tenantId, body, caller);
    return this.view.answerOf(account, warnings);
  }

  @Get(':a')
  @ApiOperation({ summary: 'Reads an account.' })
  @ApiOkResponse({ type: AccountAnswer })
  async read(@Param('t') tenantId: string, @Param('a') accountId: string): Promise<AccountAnswer> {
    return this.view.answerOf(await this.rows.get(tenantId, accountId));
  }

  @Patch(':a')
  @ApiOperation({
    summary: 'Changes an account.',
    description:
      'With a tenant’s key, a new endpoint needs the API secret with it, and a new v3Endpoint the API v3 key. New data of a paused account is checked at once.',
  })
  @ApiOkResponse({ type: AccountAnswer })
  async update(
    @Param('t') tenantId: string,
    @Param('a') accountId: string,
    @Body() body: UpdateAccount,
    @CurrentCaller() caller: Caller,
  ): Promise<AccountAnswer> {
    return this.view.answerOf(await this.accounts.update(tenantId, accountId, body, caller));
  }

  @Delete(':a')
  @HttpCode(204)
  @ApiOperation({ summary: 'Deletes an account that no store feeds.' })
  @ApiNoContentResponse()
  delete(
    @Param('t') tenantId: string,
    @Param('a') accountId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    return this.rows.delete(tenantId, accountId, caller);
  }
}

@ApiTags('accounts')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/accounts/:a')
export class AccountChecksController {
  constructor(private readonly checks: AccountCheckService) {}

  @Post('check')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Checks the account live, part by part.',
    description: 'Right endpoint, credentials and owner end a pause of the account.',
  })
  @ApiOkResponse({ type: CheckAnswer })
  check(@Param('t') tenantId: string, @Param('a') accountId: string): Promise<CheckAnswer> {
    return this.checks.check(tenantId, accountId);
  }

  @Get('owners')
  @ApiOperation({ summary: 'The users who can own contacts, fetched anew.' })
  @ApiOkResponse({ type: OwnersAnswer })
  @ApiProblem(424, NOT_ASKED)
  async owners(@Param('t') tenantId: string, @Param('a') accountId: string): Promise<OwnersAnswer> {
    return { items: await this.checks.owners(tenantId, accountId), nextCursor: null };
  }
}
