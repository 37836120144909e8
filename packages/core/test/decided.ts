import type { RecordKind } from '../src/model/records.js';
import type { Command, EventPayload } from '../src/rules/command.js';
import { decide } from '../src/rules/decide.js';
import type { Decision } from '../src/rules/decision.js';
import type { StoreSettings } from '../src/settings/store-settings.js';
import { type Given, given, store } from './given.js';

/** What is decided for a store with these settings, whose platform takes consent back. */
export const decided = <K extends RecordKind>(
  kind: K,
  values: Given<K>,
  settings: Partial<StoreSettings> = {},
): Decision =>
  decide(given(kind, { store: store(settings, { canWriteConsent: true }), ...values }));

/** The first command of a kind. */
export const commandOf = <K extends Command['kind']>({ commands }: Decision, kind: K) =>
  commands.find((command) => command.kind === kind) as Extract<Command, { kind: K }> | undefined;

export const upsertOf = (decision: Decision) => commandOf(decision, 'upsertContact')?.payload;

/** The events that are added. */
export const eventsOf = ({ commands }: Decision): EventPayload[] =>
  commands.flatMap((command) => (command.kind === 'addEvent' ? [command.payload.event] : []));

export const typesOf = (decision: Decision) =>
  eventsOf(decision).map((event) => event.contactExtEventType);
