import type { Command, KeyInformationPayload, UpsertPayload } from '@storewire/core';

/** The last open command of a contact, as far as it can still change. */
export interface OpenCommand {
  readonly id: string;
  readonly kind: Command['kind'];
  readonly state: 'ready' | 'waiting' | 'sending' | 'unknown';
  readonly exportId: string | null;
  readonly lane: number;
  readonly payload: unknown;
}

export type Coalesced =
  /** Comes after what is there. */
  | { readonly kind: 'append' }
  /** A waiting upsert says it all: its payload grows, and the new command ends with it. */
  | {
      readonly kind: 'merge';
      readonly into: string;
      readonly payload: UpsertPayload | KeyInformationPayload;
    }
  /** A waiting cart event is out of date before it was sent. */
  | { readonly kind: 'supersede'; readonly old: string };

/**
 * Whether a new command can take the place of the last one of the same contact. Only the last one: nothing is moved
 * past an event, and nothing that is under way is touched.
 */
export function coalesce(
  last: OpenCommand | undefined,
  next: Command,
  exportId: string | null,
): Coalesced {
  if (!last || last.kind !== next.kind || last.exportId !== exportId) return { kind: 'append' };
  if (last.state !== 'waiting' && last.state !== 'ready') return { kind: 'append' };
  if (next.kind === 'upsertContact') {
    const old = last.payload as UpsertPayload;
    // Each confirmation mail is asked for by a call of its own.
    if (old.useApiDoubleOptIn || next.payload.useApiDoubleOptIn) return { kind: 'append' };
    return { kind: 'merge', into: last.id, payload: mergeUpserts(old, next.payload) };
  }
  if (next.kind === 'keyInformation') {
    const old = last.payload as KeyInformationPayload;
    return { kind: 'merge', into: last.id, payload: mergeKeyInformation(old, next.payload) };
  }
  if (next.kind === 'cartEvent') {
    const old = last.payload as Extract<Command, { kind: 'cartEvent' }>['payload'];
    const isSameCart =
      old.cartKey === next.payload.cartKey && old.openedAt === next.payload.openedAt;
    return isSameCart ? { kind: 'supersede', old: last.id } : { kind: 'append' };
  }
  return { kind: 'append' };
}

/** Newer fields win, every tag stays, and a channel keeps the newest thing that was said about it. */
export function mergeUpserts(old: UpsertPayload, next: UpsertPayload): UpsertPayload {
  const email = next.forceOptIn || next.forceOptOut ? next : old;
  const phone = next.forcePhoneOptIn || next.forcePhoneOptOut ? next : old;
  const { useApiDoubleOptIn: _old, ...before } = old;
  const { useApiDoubleOptIn: _next, ...after } = next;
  const tags = [...new Set([...(old.tags ?? []), ...(next.tags ?? [])])];
  const address = { ...old.contact.address, ...next.contact.address };
  const properties = { ...old.properties, ...next.properties };
  const dated = new Map(
    [...(old.dictionaryProperties ?? []), ...(next.dictionaryProperties ?? [])].map((p) => [
      p.name,
      p,
    ]),
  );
  return {
    ...before,
    ...after,
    contact: {
      ...old.contact,
      ...next.contact,
      ...(Object.keys(address).length ? { address } : {}),
    },
    forceOptIn: email.forceOptIn,
    forceOptOut: email.forceOptOut,
    forcePhoneOptIn: phone.forcePhoneOptIn,
    forcePhoneOptOut: phone.forcePhoneOptOut,
    ...(tags.length ? { tags } : {}),
    ...(Object.keys(properties).length ? { properties } : {}),
    ...(dated.size ? { dictionaryProperties: [...dated.values()] } : {}),
    ...(email.useApiDoubleOptIn === undefined
      ? {}
      : { useApiDoubleOptIn: email.useApiDoubleOptIn }),
  };
}

/** Each name keeps the newest thing that was said about it. */
export function mergeKeyInformation(
  old: KeyInformationPayload,
  next: KeyInformationPayload,
): KeyInformationPayload {
  const said = new Set([
    ...Object.keys(next.numeric),
    ...Object.keys(next.text),
    ...next.setAsNull,
  ]);
  const kept = <T>(values: Readonly<Record<string, T>>): Record<string, T> =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !said.has(name)));
  return {
    email: next.email,
    numeric: { ...kept(old.numeric), ...next.numeric },
    text: { ...kept(old.text), ...next.text },
    setAsNull: [...old.setAsNull.filter((name) => !said.has(name)), ...next.setAsNull],
  };
}
