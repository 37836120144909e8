import { randomBytes } from 'node:crypto';
import { readConsents } from '../contacts/consent-details.js';
import { isEmail } from '../email.js';
import type { Json } from '../json.js';
import type { World } from '../world.js';
import type { V2Call, V2Method } from './call.js';
import { moduleNames } from './provisioning.methods.js';
import { Refusal, WIRE } from './refusal.js';

const SHORTEST_PASSWORD = 8;

/** Signed calls of the vendor's old plugins that make an account and tell the vendor whose it is. */
export const registrationMethods: Record<string, V2Method> = {
  '/api/account/registerAppstore': { handle: register },
  '/api/contact/upsertVendorToSupport': { handle: introduce },
};

/** Of the answer only the token is known; it opens the new account as one of a login does. */
function register({ world, account: partner, body, now }: V2Call): Json {
  if (!partner.options.partner) throw new Refusal(WIRE.notAuthorized);
  const { email, password, lang, items } = body;
  const wrong = {
    ...(isEmail(email) ? {} : { email: 'is not a valid email address' }),
    ...(typeof password === 'string' && password.length >= SHORTEST_PASSWORD
      ? {}
      : { password: `has to have at least ${SHORTEST_PASSWORD} characters` }),
    ...(typeof lang === 'string' && /^[A-Z]{2}$/.test(lang)
      ? {}
      : { lang: 'has to be two capital letters' }),
  };
  if (Object.keys(wrong).length > 0) throw new Refusal(WIRE.cannotRegister, { values: wrong });
  const modules = moduleNames(items);
  if (isRegistered(world, email as string)) throw new Refusal(WIRE.cannotCreate);
  const account = world.addAccount({
    clientId: randomBytes(8).toString('hex'),
    apiSecret: randomBytes(16).toString('hex'),
    owners: [email as string],
    login: { email: email as string, password: password as string },
    modules,
  });
  return { token: account.createToken(now).token };
}

function isRegistered(world: World, email: string): boolean {
  const wanted = email.toLowerCase();
  return [...world.accounts.values()].some(({ options: { login, owners } }) =>
    [login?.email, ...owners].some((known) => known?.toLowerCase() === wanted),
  );
}

function introduce(call: V2Call): Json {
  const { world, account, checks, body, owner } = call;
  const { vendorContacts } = world;
  const { contactId } = vendorContacts.upsert({
    clientId: account.options.clientId,
    email: owner,
    name: checks.text(body.name, 'name', 255),
    phone: checks.text(body.phone, 'phone', 255),
    consents: readConsents(call, body.consentDetails, vendorContacts.consentNames),
  });
  return { contactId };
}
