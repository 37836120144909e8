import type { Account, V3Key } from '../accounts.js';
import type { Contact } from '../contacts/contact.js';
import type { Json } from '../json.js';
import type { World } from '../world.js';
import type { Catalog } from './catalog.js';
import { REASON } from './problems.js';
import { V3Checks } from './v3-checks.js';

/** One v3 call with a valid key. */
export class V3Call {
  readonly checks: V3Checks;

  constructor(
    readonly world: World,
    readonly account: Account,
    readonly key: V3Key,
    readonly body: Json,
    readonly query: URLSearchParams,
    readonly requestId: string,
  ) {
    this.checks = new V3Checks(world.limits);
  }

  /** @throws V3Problems when `catalogId` is missing or not known. */
  catalog(): Catalog {
    const id = this.checks.text(this.body.catalogId, 'catalogId', { required: true, max: 36 });
    const catalog = id === undefined ? undefined : this.account.catalogs.get(id);
    if (!catalog && id !== undefined) this.checks.add(REASON.unknown, 'catalogId|not known');
    if (!catalog) this.checks.settle();
    return catalog as Catalog;
  }

  /** A contact that v3 already knows: a new one takes `contactVisibleAfterMs` to get here. */
  visible(contact: Contact | undefined): Contact | undefined {
    return contact && contact.visibleFrom <= this.world.clock.now() ? contact : undefined;
  }
}

export interface V3Method {
  httpMethod: 'GET' | 'POST';
  /** Problems go back in the shape `{requestId, problems}`; else the first as `{reasonCode, messages}`. */
  reportsProblems?: boolean;
  handle: (call: V3Call) => Json;
}
