import { Account, DEFAULT_ACCOUNT } from './accounts.js';
import { Callbacks } from './callbacks.js';
import { SandboxClock } from './clock.js';
import { FaultRules } from './faults.js';
import { withLimits } from './limits.js';
import type { AccountOptions, Limits, SandboxOptions } from './options.js';
import { RequestLog } from './request-log.js';
import type { Pixel } from './tracking.js';
import { VendorContacts } from './vendor-contacts.js';

/** Everything a running sandbox knows. Handlers get it; the server owns it. */
export class World {
  readonly clock: SandboxClock;
  readonly limits: Limits;
  readonly strict: boolean;
  readonly contactVisibleAfterMs: number;
  readonly jobDurationMs: number;
  readonly faults: FaultRules;
  readonly log: RequestLog;
  readonly callbacks: Callbacks;
  readonly vendorContacts: VendorContacts;
  readonly accounts = new Map<string, Account>();
  readonly pixels: Pixel[] = [];
  /** Number of the last request; counts on after a reset. */
  seq = 0;
  /** Requests by path, without the sandbox's own. */
  readonly calls = new Map<string, number>();
  refusedCalls = 0;
  private readonly operationsPerContact: number;

  constructor(options: SandboxOptions) {
    this.clock = new SandboxClock(options.now ?? Date.now);
    this.limits = withLimits(options.limits);
    this.strict = options.strict ?? false;
    this.contactVisibleAfterMs = options.contactVisibleAfterMs ?? 0;
    this.jobDurationMs = options.jobDurationMs ?? 0;
    this.operationsPerContact = options.operationsPerContact ?? 50;
    this.faults = new FaultRules(options.random);
    const logSize = options.logRequests === false ? 0 : (options.requestLogSize ?? 1000);
    this.log = new RequestLog(logSize, options.maxLoggedBodyBytes ?? 32_768);
    this.callbacks = new Callbacks(this.clock);
    this.vendorContacts = new VendorContacts(options.vendorConsents ?? ['Terms', 'Marketing']);
    for (const account of options.accounts ?? [DEFAULT_ACCOUNT]) this.addAccount(account);
  }

  /** Adds an account, or replaces one of the same client id together with its data. */
  addAccount(options: AccountOptions): Account {
    const account = new Account({ ...options }, this.operationsPerContact, this.clock.now());
    this.accounts.set(options.clientId, account);
    return account;
  }

  /** The named account, else the first one. */
  account(clientId?: string): Account | undefined {
    return clientId ? this.accounts.get(clientId) : this.accounts.values().next().value;
  }

  /** Forgets data, logs, faults and the clock's offset. Accounts stay, with the keys they were configured with. */
  reset(): void {
    const kept = [...this.accounts.values()].map((account) => account.options);
    this.faults.clear();
    this.faults.fired = 0;
    this.log.clear();
    this.callbacks.clear();
    this.vendorContacts.clear();
    this.calls.clear();
    this.pixels.length = 0;
    this.refusedCalls = 0;
    this.clock.offsetMs = 0;
    for (const options of kept) this.addAccount(options);
  }
}
