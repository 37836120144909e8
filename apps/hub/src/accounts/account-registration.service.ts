import { Injectable, Logger } from '@nestjs/common';
import {
  RegistrationError,
  type RegistrationResult,
  register,
  SalesmanagoError,
} from '@storewire/salesmanago';
import type { Caller } from '../access/caller.js';
import { type FieldProblem, ProblemException } from '../access/problem.js';
import { Clock } from '../clock.js';
import { HubConfig, type Partner } from '../config.js';
import { OutgoingGuard } from '../outgoing/outgoing-guard.js';
import type { RegistrationAnswer } from './account.answer.js';
import type { RegisterAccount } from './account.dto.js';
import { AccountEntrance, type Entered, type Entrance } from './account-entrance.service.js';
import { accountProblem } from './account-problem.js';
import { AccountRows } from './account-rows.js';

const SIGN_UP_URL = 'https://www.salesmanago.com/';

const NO_PARTNER =
  'Making an account takes credentials of a SALESmanago partner; sign up with SALESmanago, then log in here.';

/** SALESmanago's names of what is wrong, as the form calls them. */
const FIELDS: Readonly<Record<string, string>> = {
  email: 'email',
  password: 'password',
  lang: 'language',
};

/** Makes SALESmanago accounts in the name of the partner whose credentials the hub was started with. */
@Injectable()
export class AccountRegistrationService {
  private readonly log = new Logger('accounts');

  constructor(
    private readonly config: HubConfig,
    private readonly entrance: AccountEntrance,
    private readonly rows: AccountRows,
    private readonly outgoing: OutgoingGuard,
    private readonly clock: Clock,
  ) {}

  offer(): RegistrationAnswer {
    const offered = this.config.partner !== undefined;
    return { offered, signUpUrl: SIGN_UP_URL, reason: offered ? null : NO_PARTNER };
  }

  /**
   * Makes an account and saves it as a login does. The password is used for the calls of this registration and forgotten.
   *
   * @throws ProblemException 422 with a text for the form: no partner, e-mail known already, weak password, not offered,
   * made but not to be used yet; 424 when SALESmanago does not answer.
   */
  async register(tenantId: string, body: RegisterAccount, by: Caller): Promise<Entered> {
    const { partner } = this.config;
    if (!partner) throw notOffered();
    const { endpoint } = partner.credentials;
    const entrance = this.entrance.prepare(tenantId, { endpoint }, body.v3KeyExpiry);
    const result = await this.perform(body, partner, entrance, by);
    await this.rows.noteRegistration(entrance, by, 'made');
    const { account, warnings } = await this.entrance.keep(entrance, result, body.name, by);
    return { account, warnings: [...warnings, ...warningsOf(result)] };
  }

  private async perform(
    body: RegisterAccount,
    partner: Partner,
    entrance: Entrance,
    by: Caller,
  ): Promise<RegistrationResult> {
    const { name, email, password, phone, language } = body;
    const consents = consentsOf(body, partner, this.clock.now());
    try {
      return await register(
        { name, email, password, phone, language, consents, v3Key: entrance.v3Key },
        partner.credentials,
        { dispatcher: this.outgoing.dispatcher, now: () => this.clock.now() },
      );
    } catch (error) {
      if (!(error instanceof SalesmanagoError)) throw error;
      if (!(error instanceof RegistrationError)) throw accountProblem(error);
      this.log.warn(`No account was saved of a registration: ${error.code}.`);
      if (error.mayExist) await this.rows.noteRegistration(entrance, by, error.refusal);
      throw accountProblem(error, errorsOf(error));
    }
  }
}

const notOffered = (): ProblemException =>
  new ProblemException({
    status: 422,
    code: 'NOT_OFFERED',
    detail: `${NO_PARTNER} ${SIGN_UP_URL}`,
    next: 'fixSettings',
  });

function consentsOf(body: RegisterAccount, { consentNames }: Partner, now: number) {
  const said = [
    { consentName: consentNames.terms, consentAccept: body.acceptsTerms },
    { consentName: consentNames.marketing, consentAccept: body.acceptsMarketing },
  ];
  return said.map((one) => (one.consentAccept ? { ...one, agreementDate: now } : one));
}

function errorsOf({ refusal, field }: RegistrationError): FieldProblem[] {
  switch (refusal) {
    case 'exists':
      return [{ path: 'email', message: 'has an account already.' }];
    case 'weakPassword':
      return [{ path: 'password', message: 'is not accepted for a new account.' }];
    default: {
      const path = FIELDS[field ?? ''];
      return path ? [{ path, message: 'is not accepted by SALESmanago.' }] : [];
    }
  }
}

const warningsOf = ({ contactError }: RegistrationResult): string[] =>
  contactError
    ? [
        `SALESmanago did not take name, phone and consents: ${contactError.message} Enter them there.`,
      ]
    : [];
