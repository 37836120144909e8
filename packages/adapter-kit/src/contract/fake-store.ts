import type { Channel, Instant, MappingContext, RecordKind } from '@storewire/core';

/**
 * How a fake answers every API call until told otherwise, each in the platform's own form: `rateLimited` is what this
 * platform says when it wants a pause (a 429 on most, a 200 with an error code on some).
 */
export const FAULTS = [
  'rateLimited',
  'unauthorized',
  'serverError',
  /** A maintenance page: status 200 and HTML. */
  'html',
  /** Takes the request and never answers. */
  'silence',
] as const;
export type Fault = (typeof FAULTS)[number];

/** One webhook as the store would post it; header names in lower case. */
export interface Delivery {
  readonly topic: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly rawBody: Buffer;
}

/** A subscription the fake holds, whoever made it. */
export interface FakeSubscription {
  readonly topic: string;
  readonly address: string;
  readonly active: boolean;
}

/** `never`: the person was never asked, in the form the platform gives a box that nobody ticked. */
export type FakeConsent = 'in' | 'out' | 'pending' | 'never';

/**
 * A platform in miniature that speaks HTTP on 127.0.0.1, so that an adapter's real client is tested. The contract
 * suite needs no more than this; what a platform does not have is left out of the adapter's capabilities, and the
 * suite does not ask for it.
 *
 * Its clock stands still until it is moved, starts in winter time, and stamps whatever is created or changed. Times
 * are written as the platform writes them, in the shop's zone where it has one.
 */
export interface FakeStore<Connection extends object = object> {
  /** What the hub would know of the store; `zone` must be one whose clocks change, such as `Europe/Warsaw`. */
  readonly context: MappingContext & { readonly zone: string };
  /** Permissions the adapter needs and `checkConnection` can miss, as the platform spells them; may be empty. */
  readonly permissions: readonly string[];
  /** Channels whose consent the store keeps and the adapter carries; a write-back reaches all of them. */
  readonly consentChannels: readonly Channel[];
  /** Topics the platform delivers without a subscription of their own (compliance topics of an app). */
  readonly unsubscribedTopics?: readonly string[];
  /** Rows on one page of what the adapter reads, so that cuts are tried at page borders, too. */
  readonly pageSize?: number;

  /** Listens on a free port; the connection is what a merchant would have typed in, all of it valid. */
  start(): Promise<{ readonly connection: Connection }>;
  /** Closes the port and whatever is still open, also requests that were answered with silence. */
  stop(): Promise<void>;

  now(): Instant;
  /** Moves the clock, forward or back; whole seconds. */
  setClock(at: Instant): void;

  /**
   * Makes `count` objects and gives their ids, oldest first. The first is made at `now()`; between two the clock moves
   * on by `apartMs` (1,000 unless told; 0 puts all of them in one second). Orders are paid and have an address, contacts
   * have an address and were never asked for consent. For `erasure`: a person the store is asked to forget; for
   * `consent`: a contact whose consent on the first channel has just become `in`.
   */
  seed(kind: RecordKind, count: number, apartMs?: number): string[];
  /** Changes an object in a way that shows (a name, a note) and stamps it with `now()`. */
  touch(kind: RecordKind, id: string): void;
  /** Puts an order into a state; false when the platform's API cannot show an order in it. */
  setOrderState(id: string, state: string): boolean;

  /**
   * The webhook about the present state of an object, or the inbound event where that is how the platform speaks; each
   * call is a new delivery with an id of its own.
   */
  delivery(kind: RecordKind, id: string): Delivery;
  /** Headers that make any body a genuine delivery of the topic; each call is a new delivery. */
  sign(topic: string, rawBody: Buffer): Readonly<Record<string, string>>;
  subscriptions(): FakeSubscription[];
  /** What a platform does after too many failed deliveries: switches the topic's subscription off or drops it. */
  switchOff(topic: string): void;

  /** The consent the store keeps for a contact; a change is stamped and moves the contact's update time. */
  consent(contactId: string, channel: Channel): FakeConsent;
  setConsent(contactId: string, channel: Channel, state: FakeConsent): void;

  /** From now on every API call ends like this; `undefined` is health again. */
  misbehave(fault: Fault | undefined): void;
  /** Takes one permission away from the credentials, or gives everything back. */
  withhold(permission: string | undefined): void;
  /** API calls that changed something, counted since the start. */
  writes(): number;
  /** Uninstalls and installs again: new credentials and a new name of the same shop, the data stays. */
  reinstall(): Promise<{ readonly connection: Connection }>;
}
