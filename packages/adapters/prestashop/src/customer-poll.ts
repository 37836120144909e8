import { withoutRepeats } from '@storewire/adapter-kit';
import {
  type ContactTrigger,
  type Cursor,
  convert,
  type Instant,
  type SourceRow,
} from '@storewire/core';
import {
  changedPages,
  type PollState,
  pagesById,
  readState,
  stateText,
  withEnd,
} from './changes.js';
import type { PrestashopClient } from './client.js';
import {
  completeCustomers,
  customerVersion,
  LIVING,
  newsletterVersion,
  type Seen,
  withNewsletter,
} from './customer-reading.js';
import type { PsDocument } from './documents.js';
import { CONSENT_FIELDS, CUSTOMER_FIELDS } from './fields.js';
import { signedUpInFooter, UNSUBSCRIBED } from './newsletter-changes.js';
import { storefrontOf } from './poll.js';
import { above } from './query.js';
import { instantMs } from './wall-clock.js';

/** How often everyone who left the newsletter is looked through; the footer form leaves no other trace of it. */
const SWEEP_EVERY_MS = 6 * 3_600_000;
/** The registration of somebody whose row was written a moment before the reading began is still one. */
const LATE_MS = 10_000;

interface CustomerState extends PollState {
  readonly sweptAt?: number;
  /** A sweep under way has come to this id. */
  readonly sweepId?: number;
}

/**
 * Customers changed since the cursor (trigger `registration` for new accounts), those with a changed address, then those
 * who signed up in the footer form, and every six hours the consent of those who left the newsletter: neither an address
 * nor the form moves the customer's `date_upd`. Each by rising id, 50 per call. Deleted and disabled customers are left out. The
 * version has address and newsletter in it, so a customer who comes again unchanged is the same message.
 *
 * @throws StoreUnauthorized, StoreForbidden (with the permission), StoreRateLimited, StoreUnavailable.
 * @see docs/adapters/prestashop.md#newsletter
 */
export async function* pollCustomers(
  client: PrestashopClient,
  { cursor, since, now }: { cursor?: Cursor; since: Instant; now: Instant },
): AsyncGenerator<SourceRow<'contact' | 'consent'>> {
  const poll = new CustomerPoll(client, readCustomerState(cursor, since), Date.parse(now));
  yield* withEnd(withoutRepeats(poll.rows()), () => poll.end());
}

class CustomerPoll {
  #state: CustomerState;
  readonly #since: number;
  #startedAt: number | undefined;

  constructor(
    private readonly client: PrestashopClient,
    state: CustomerState,
    private readonly nowMs: number,
  ) {
    this.#state = state;
    this.#since = state.since;
    this.#startedAt = state.startedAt;
  }

  async *rows(): AsyncGenerator<SourceRow<'contact' | 'consent'>> {
    yield* this.#changed();
    yield* this.#moved();
    yield* this.#signedUp();
    const { sweptAt } = this.#state;
    if (sweptAt === undefined || this.nowMs - sweptAt >= SWEEP_EVERY_MS) yield* this.#left();
  }

  /** The cursor once everything was given. */
  end(): string {
    const { sweptAt } = this.#state;
    return customerStateText({
      since: this.#startedAt ?? this.#since,
      ...(sweptAt === undefined ? {} : { sweptAt }),
    });
  }

  async *#changed(): AsyncGenerator<SourceRow<'contact'>> {
    const query = { fields: CUSTOMER_FIELDS, filter: LIVING };
    const zone = await this.client.facts.zone();
    for await (const page of changedPages(this.client, 'customers', query, this.#state)) {
      this.#startedAt = page.startedAt;
      for (const raw of await this.#complete(page.rows, page.readAt)) {
        this.#state = { ...this.#state, ...page.cursorAt(raw.id) };
        const registeredAt = instantMs(raw.date_add, zone) ?? 0;
        const isNew = registeredAt >= this.#since - LATE_MS && String(raw.is_guest) !== '1';
        yield this.#rowOf(raw, isNew ? 'registration' : undefined);
      }
    }
  }

  /** An address is saved without its customer. */
  async *#moved(): AsyncGenerator<SourceRow<'contact'>> {
    const query = { fields: ['id', 'id_customer'], filter: { id_customer: above(0) } };
    for await (const page of changedPages(this.client, 'addresses', query, {
      since: this.#since,
    })) {
      const owners = page.rows.map((address) => address.id_customer);
      const rows = await this.client.listByValues('customers', 'id', owners, {
        fields: CUSTOMER_FIELDS,
        filter: LIVING,
      });
      for (const raw of await this.#complete(rows, page.readAt)) yield this.#rowOf(raw);
    }
  }

  async *#signedUp(): AsyncGenerator<SourceRow<'contact'>> {
    const { rows, readAt } = await signedUpInFooter(this.client, this.#since);
    for (const raw of await this.#complete(rows, readAt)) yield this.#rowOf(raw);
  }

  /** Their consent alone: of people the hub has never seen a contact would be made, which is the work of an export. */
  async *#left(): AsyncGenerator<SourceRow<'consent'>> {
    const query = { fields: CONSENT_FIELDS, filter: { ...LIVING, ...UNSUBSCRIBED } };
    const from = this.#state.sweepId ?? 0;
    for await (const page of pagesById(this.client, 'customers', query, from)) {
      for (const raw of await withNewsletter(this.client, page.rows, this.#seen(page.readAt))) {
        // Another row of the address still has it.
        if (convert('prestashopNewsletter', raw, {}) !== 'out') continue;
        this.#state = { ...this.#state, sweepId: raw.id };
        yield {
          kind: 'consent',
          id: String(raw.id),
          version: newsletterVersion(raw),
          raw,
          cursor: customerStateText(this.#state),
          ...storefrontOf(this.client),
        };
      }
    }
    const { sweepId: _done, ...rest } = this.#state;
    this.#state = { ...rest, sweptAt: this.nowMs };
  }

  #complete(rows: readonly PsDocument[], readAt: number): Promise<PsDocument[]> {
    return completeCustomers(this.client, rows, this.#seen(readAt));
  }

  #seen(readAt: number): Seen {
    return { readAt, since: this.#since, startedAt: this.#startedAt ?? readAt };
  }

  #rowOf(raw: PsDocument, trigger?: ContactTrigger): SourceRow<'contact'> {
    return {
      ...contactRow(this.client, raw),
      cursor: customerStateText(this.#state),
      ...(trigger ? { trigger } : {}),
    };
  }
}

/** A customer as the hub takes it. */
export const contactRow = (client: PrestashopClient, raw: PsDocument): SourceRow<'contact'> => ({
  kind: 'contact',
  id: String(raw.id),
  version: customerVersion(raw),
  raw,
  ...storefrontOf(client),
});

const customerStateText = ({ sweptAt, sweepId, ...state }: CustomerState): string =>
  JSON.stringify({
    ...JSON.parse(stateText(state)),
    ...(sweptAt === undefined ? {} : { sweptAt }),
    ...(sweepId === undefined ? {} : { sweepId }),
  });

function readCustomerState(cursor: Cursor | undefined, since: Instant): CustomerState {
  const state = readState(cursor, since);
  try {
    const { sweptAt, sweepId } = JSON.parse(cursor ?? '{}') as Record<string, unknown>;
    return {
      ...state,
      ...(typeof sweptAt === 'number' ? { sweptAt } : {}),
      ...(typeof sweepId === 'number' ? { sweepId } : {}),
    };
  } catch {
    // What `readState` could not read either begins anew.
    return state;
  }
}
