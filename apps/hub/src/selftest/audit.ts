import type { Operation, Sandbox } from '@storewire/sandbox';
import { type ExpectedPerson, MAIL_WINDOW_MINUTES } from './stories.js';

/** What is wrong, in words; one entry each. */
export interface Findings {
  readonly lost: string[];
  readonly duplicated: string[];
  readonly outOfOrder: string[];
}

export const noFindings = (): Findings => ({ lost: [], duplicated: [], outOfOrder: [] });

interface StoredEvent {
  readonly contactExtEventType: string;
  readonly externalId?: string;
  readonly value?: number;
}

interface Card {
  readonly name: string | null;
  readonly optedOut: boolean;
  readonly confirmations: readonly { readonly at: number }[];
  readonly contactExtEvents: readonly StoredEvent[];
}

/** Compares what SALESmanago has of one person, and in which order it came, with what it has to have. */
export function auditPerson(sandbox: Sandbox, person: ExpectedPerson): Findings {
  const card = sandbox.contact(person.email) as unknown as Card | undefined;
  const findings = noFindings();
  if (!card) {
    findings.lost.push(`${person.email}: the contact`);
    findings.lost.push(...person.events.map((event) => `${person.email}: ${keyOf(event)}`));
    return findings;
  }
  auditEvents(person, card, findings);
  auditCard(person, card, findings);
  if (person.formerEmail && sandbox.contact(person.formerEmail)) {
    findings.lost.push(`${person.email}: the change from ${person.formerEmail}`);
  }
  auditOrder(person, sandbox.operations(person.email), findings);
  return findings;
}

function auditEvents(person: ExpectedPerson, card: Card, { lost, duplicated }: Findings): void {
  const stored = new Map<string, StoredEvent[]>();
  for (const event of card.contactExtEvents) {
    const key = keyOf({ type: event.contactExtEventType, ...event });
    stored.set(key, [...(stored.get(key) ?? []), event]);
  }
  for (const expected of person.events) {
    const key = keyOf(expected);
    const found = stored.get(key) ?? [];
    stored.delete(key);
    const what = `${person.email}: ${key}`;
    if (found.length === 0) lost.push(what);
    for (const _ of found.slice(1)) duplicated.push(what);
    if (found.length === 1 && found[0]?.value !== expected.value) {
      lost.push(`${what} of ${expected.value}; there is ${found[0]?.value}`);
    }
  }
  for (const [key, events] of stored) {
    for (const _ of events) duplicated.push(`${person.email}: ${key}, which nothing asked for`);
  }
}

function auditCard(person: ExpectedPerson, card: Card, { lost, duplicated }: Findings): void {
  if (person.revision !== undefined && revisionOf(card.name) !== person.revision) {
    lost.push(`${person.email}: name Rev ${person.revision}; there is ${card.name}`);
  }
  if (person.isOptedOut !== undefined && card.optedOut !== person.isOptedOut) {
    lost.push(`${person.email}: the last word about the newsletter`);
  }
  if (!person.isAskedByMail) return;
  const sentAt = card.confirmations.map(({ at }) => at);
  if (sentAt.length === 0) lost.push(`${person.email}: a confirmation mail`);
  sentAt.forEach((at, n) => {
    const isTooSoon = n > 0 && at - (sentAt[n - 1] ?? 0) < MAIL_WINDOW_MINUTES * 60_000;
    if (isTooSoon) duplicated.push(`${person.email}: a confirmation mail`);
  });
}

/** The contact before its first event, events as they were decided, no snapshot behind a newer one. */
function auditOrder(
  person: ExpectedPerson,
  operations: readonly Operation[],
  { outOfOrder }: Findings,
): void {
  const places = new Map(person.events.map((event, place) => [keyOf(event), place]));
  let isKnown = false;
  let lastPlace = -1;
  let lastRevision = 0;
  for (const { what, type, externalId, name } of operations) {
    if (what === 'created' || what === 'updated') {
      isKnown = true;
      const revision = person.revision === undefined ? undefined : revisionOf(name);
      if (revision === undefined) continue;
      if (revision < lastRevision) {
        outOfOrder.push(`${person.email}: Rev ${revision} after Rev ${lastRevision}`);
      }
      lastRevision = revision;
    }
    if (what !== 'event') continue;
    const key = keyOf({ type: type ?? '', ...(externalId ? { externalId } : {}) });
    if (!isKnown) outOfOrder.push(`${person.email}: ${key} before the contact`);
    const place = places.get(key) ?? lastPlace;
    if (place < lastPlace) outOfOrder.push(`${person.email}: ${key} came late`);
    lastPlace = Math.max(lastPlace, place);
  }
}

const keyOf = ({ type, externalId }: { type: string; externalId?: string }): string =>
  externalId ? `${type} ${externalId}` : type;

function revisionOf(name: string | null | undefined): number | undefined {
  const [, number] = /^Rev (\d+)$/.exec(name ?? '') ?? [];
  return number === undefined ? undefined : Number(number);
}
