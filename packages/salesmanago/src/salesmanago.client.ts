import type { Credentials } from './credentials.js';
import { Transport, type TransportOptions } from './transport.js';
import { Account } from './v2/account.js';
import { Contacts } from './v2/contacts.js';
import { Events } from './v2/events.js';
import { V2Calls } from './v2/v2-calls.js';
import { ApiKeys } from './v3/api-keys.js';
import { Catalogs } from './v3/catalogs.js';
import { Collections } from './v3/collections.js';
import { Emails } from './v3/emails.js';
import { KeyInformationApi } from './v3/key-information.js';
import { Products } from './v3/products.js';
import { V3Calls } from './v3/v3-calls.js';

/**
 * API v2 and v3 of one SALESmanago account. Every method gives its value or throws SalesmanagoError, whose `outcome`
 * says what the delivery has to do. Nothing is retried, and redirects are not followed.
 */
export class SalesmanagoClient {
  readonly contacts: Contacts;
  readonly events: Events;
  readonly account: Account;
  readonly catalogs: Catalogs;
  readonly products: Products;
  readonly collections: Collections;
  readonly keyInformation: KeyInformationApi;
  readonly emails: Emails;
  readonly apiKeys: ApiKeys;
  readonly #transport: Transport;

  /** @throws SalesmanagoError `SM_CREDENTIALS_INVALID` (unauthorized) when an endpoint is not an address. */
  constructor(credentials: Credentials, options: TransportOptions = {}) {
    this.#transport = new Transport(options);
    const v2 = new V2Calls(this.#transport, credentials);
    const v3 = new V3Calls(this.#transport, credentials);
    this.contacts = new Contacts(v2);
    this.events = new Events(v2);
    this.account = new Account(v2);
    this.catalogs = new Catalogs(v3);
    this.products = new Products(v3);
    this.collections = new Collections(v3);
    this.keyInformation = new KeyInformationApi(v3, credentials.owner);
    this.emails = new Emails(v3);
    this.apiKeys = new ApiKeys(v3);
  }

  /** Closes the client's own connections; a dispatcher that was given stays open. */
  close(): Promise<void> {
    return this.#transport.close();
  }
}
