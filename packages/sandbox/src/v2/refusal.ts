/**
 * Wire literals of the vendor's library for failures that clients tell apart by text.
 * For everything else the real texts are unknown; the sandbox then answers one English sentence.
 */
export const WIRE = {
  notAuthenticated: 'User not authenticated',
  inactive: 'Not authenticated',
  noOwner: 'Not authenticated, not owner specified',
  wrongOwner: 'Not authenticated, invalid owner',
  noApiKey: 'Api key not specified',
  noToken: 'Token not specified',
  wrongToken: 'Authorization failed. Wrong Token',
  wrongClientId: 'Authorization failed. Wrong clientId',
  invalidAccount: 'Invalid account',
  wrongConfirmationEmail: 'Invalid confirmation email account',
  noLoyaltyProgram: 'Specified loyalty program does not exist',
  noProperties: 'No integration properties found',
  cannotSaveProperties: 'Cannot save integration properties',
  notAuthorized: 'Not authorized',
  cannotCreate: 'Unable to create account: Already registered',
  cannotRegister: 'Cannot register appstore user',
  integrationFailed: 'Integration failed',
} as const;

/** A business failure: HTTP 200 with `success:false` and the texts in `message`. */
export class Refusal extends Error {
  readonly messages: string[];

  constructor(
    message: string,
    /** Further members of the answer, such as `type` or `values`. */
    readonly extra: Record<string, unknown> = {},
  ) {
    super(message);
    this.messages = [message];
  }
}
