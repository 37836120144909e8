import { isObject, type Json } from '../json.js';
import type { V2Call, V2Method } from './call.js';
import { Refusal } from './refusal.js';

/**
 * Signed calls of the vendor's old plugins that switch modules on. The vendor's library dropped them in 3.0.
 * A module that the account does not have is refused with `type: "STORE"`, which asks the plugin to subscribe it.
 */
export const provisioningMethods: Record<string, V2Method> = {
  '/api/appstore/subscribeProducts': { owner: 'optional', handle: subscribe },
  '/api/wm/createLiveChat': {
    owner: 'optional',
    handle: (call) => create(call, 'LIVE_CHAT', 'chat', 'Cannot create live chat'),
  },
  '/api/wm/createBasicPopup': {
    owner: 'optional',
    handle: (call) => create(call, 'CF_P_LP', 'popup', 'Cannot create basic popup'),
  },
  '/api/wm/createWebPushConsentForm': {
    owner: 'optional',
    handle: (call) =>
      create(call, 'WEB_PUSH', 'webPushConsentForm', 'Cannot create web push consent form'),
  },
  '/api/wm/itemAction': { owner: 'optional', handle: () => ({}) },
};

function subscribe(call: V2Call): Json {
  for (const name of moduleNames(call.body.items)) call.account.modules.add(name);
  return { items: [...call.account.modules] };
}

/** `items` is a JSON text inside the JSON body. */
export function moduleNames(items: unknown): string[] {
  let list: unknown;
  try {
    list = JSON.parse(String(items));
  } catch {
    list = undefined;
  }
  if (!Array.isArray(list)) throw new Refusal('Cannot add appstore products');
  return list.filter(isObject).map((item) => String(item.name));
}

function create(call: V2Call, module: string, member: string, failure: string): Json {
  if (!isObject(call.body[member])) throw new Refusal(failure);
  if (!call.account.modules.has(module)) throw new Refusal(failure, { type: 'STORE' });
  return { intId: call.seq };
}
