import {
  type Channel,
  type ConsentChange,
  type ConsentState,
  type Contact,
  type Cursor,
  decide,
  type KnownContact,
  type SourceRow,
} from '@storewire/core';
import { decisionInput } from '../decision.js';
import { differences, must } from '../expect.js';
import type { FakeConsent } from '../fake-store.js';
import { type ContractRun, collect, instantAt, type Read, type Source } from '../run.js';

const SWITCHES = ['in', 'out', 'in'] as const;

/**
 * Consent switched on, off and on again reaches the host three times, as three messages and with the right states,
 * through the webhook and through the poll; a delivery that is repeated is the same message.
 */
export async function threeSwitchesArriveThrice(run: ContractRun): Promise<void> {
  for (const channel of channelsOf(run)) {
    if (run.declares('consent', 'webhook')) await switchedByWebhook(run, channel);
    if (run.declares('consent', 'inbound')) switchedByEvent(run, channel);
    if (run.declares('consent', 'poll')) await switchedBeforePoll(run, channel);
  }
}

async function switchedByWebhook(run: ContractRun, channel: Channel): Promise<void> {
  const id = run.seedOne('contact');
  const keys: (string | undefined)[] = [];
  const bodies: { topic: string; rawBody: Buffer }[] = [];
  for (const state of SWITCHES) {
    run.advance(60_000);
    run.fake.setConsent(id, channel, state);
    const delivery = run.fake.delivery('consent', id);
    bodies.push(delivery);
    const key = messageKey(run, delivery);
    must(
      key === messageKey(run, delivery),
      'A delivery that is repeated must have the delivery id it had the first time.',
    );
    keys.push(key);
    const said = stateIn(run, await run.receive(delivery), channel);
    must(said === state, `The webhook after ${channel} consent went ${state} says ${said}.`);
  }
  mustDiffer(keys, `three deliveries about ${channel} consent (on, off, on)`);

  // Some platforms send the very body of the first delivery again.
  const [on, off] = bodies;
  if (!on || !off) return;
  const repeated = [on, off, on].map(({ topic, rawBody }) => {
    run.advance(60_000);
    return messageKey(run, { topic, rawBody, headers: run.fake.sign(topic, rawBody) });
  });
  mustDiffer(repeated, 'three deliveries, of which the third has the body of the first');
}

function switchedByEvent(run: ContractRun, channel: Channel): void {
  const id = run.seedOne('contact');
  const keys: string[] = [];
  for (const state of SWITCHES) {
    run.advance(60_000);
    run.fake.setConsent(id, channel, state);
    const delivery = run.fake.delivery('consent', id);
    keys.push(JSON.parse(delivery.rawBody.toString('utf8')).id);
    const said = stateIn(run, run.receiveInbound(delivery), channel);
    must(said === state, `The event after ${channel} consent went ${state} says ${said}.`);
  }
  mustDiffer(keys, `three events about ${channel} consent (on, off, on)`);
}

function messageKey(
  run: ContractRun,
  delivery: Parameters<ContractRun['receive']>[0],
): string | undefined {
  const verdict = run.verify(delivery);
  must(verdict.outcome === 'accepted', `A genuine ${delivery.topic} webhook is not accepted.`);
  return verdict.deliveryId;
}

function mustDiffer(keys: readonly (string | undefined)[], what: string): void {
  // Without delivery ids each delivery is a message of its own.
  if (keys.every((key) => key === undefined)) return;
  must(
    !keys.includes(undefined) && new Set(keys).size === keys.length,
    `${what}: the delivery ids must all differ, or the host drops one as a repetition.`,
  );
}

async function switchedBeforePoll(run: ContractRun, channel: Channel): Promise<void> {
  const id = run.seedOne('contact');
  let cursor: Cursor | undefined;
  let before: SourceRow | undefined;
  for (const state of SWITCHES) {
    run.advance(60_000);
    run.fake.setConsent(id, channel, state);
    const rows = await collect(run.poll('contact', cursor));
    cursor = rows.findLast((row) => row.cursor !== undefined)?.cursor ?? cursor;
    const row = rows.findLast((r) => r.kind === 'contact' && r.id === id);
    must(row, `The poll after ${channel} consent went ${state} does not give the contact.`);
    const said = stateIn(run, [row], channel);
    must(said === state, `The poll after ${channel} consent went ${state} says ${said}.`);
    const isNew =
      row.version === undefined
        ? differences(row.raw, before?.raw).length > 0
        : row.version !== before?.version;
    must(
      isNew,
      `The poll gives the same version before and after ${channel} consent went ${state}.`,
    );
    before = row;
  }
}

/**
 * A person who was never asked is not opted out: neither at first sight, nor when seen again, nor when SALESmanago
 * already has the person's consent. Holds for contacts, consent rows and orders from every source.
 */
export async function firstNoIsNoOptOut(run: ContractRun): Promise<void> {
  for (const kind of ['contact', 'order'] as const) {
    if (!Object.hasOwn(run.adapter.capabilities, kind)) continue;
    const id = run.seedOne(kind);
    const first = await run.everyWay(kind, id);
    for (const { source, read } of first) mustNotOptOut(run, read, source);
    run.advance(60_000);
    run.fake.touch(kind, id);
    for (const { source, read } of await run.everyWay(kind, id)) mustNotOptOut(run, read, source);
  }
  if (!run.declares('consent', 'webhook')) return;
  const id = run.seedOne('contact');
  for (const channel of channelsOf(run)) {
    run.fake.setConsent(id, channel, 'never');
    for (const row of await run.receive(run.fake.delivery('consent', id))) {
      mustNotOptOut(run, run.map(row), 'webhook');
    }
  }
}

function mustNotOptOut(run: ContractRun, read: Read, source: Source): void {
  const optedIn = { state: 'in', at: instantAt(Date.parse(run.fake.now()) - 86_400_000) } as const;
  const knowns: (KnownContact | undefined)[] = [
    undefined,
    { fields: {}, consent: { email: optedIn, mobile: optedIn }, storeConsent: {} },
  ];
  for (const contact of knowns) {
    const input = decisionInput(run, read, { source, ...(contact ? { contact } : {}) });
    for (const command of decide(input).commands) {
      must(
        !('forceOptOut' in command.payload) ||
          !(command.payload.forceOptOut || command.payload.forcePhoneOptOut),
        `A ${read.row.kind} of a person who was never asked becomes an opt-out through the ${source}${contact ? ' of a subscriber' : ''}. Say unknown, and give a time of consent only for an act.`,
      );
    }
  }
}

/** Write-back says what the store has afterwards, changes it once, and knows when the store has no such person. */
export async function writeBackReadsBack(run: ContractRun): Promise<void> {
  const write = run.adapter.sinks?.consent;
  must(write, 'capabilities say consent: writeBack, but sinks.consent is missing.');
  for (const channel of channelsOf(run)) {
    const id = run.seedOne('contact');
    const email = await emailOf(run, id);
    for (const state of ['in', 'out'] as const) {
      run.advance(60_000);
      const order = { email, channel, state, at: run.fake.now() };
      const result = await counted(run, () => write(run.client(), { ...order, customerId: id }));
      const kept = run.fake.consent(id, channel);
      must(
        result.answer.outcome === 'written' && result.writes > 0,
        `Writing ${channel} ${state} gives ${result.answer.outcome} after ${result.writes} writes, expected written.`,
      );
      mustBeWhatTheStoreHas(result.answer.state, kept, state);
      const again = await counted(run, () => write(run.client(), order));
      must(
        again.answer.outcome === 'unchanged' && again.writes === 0,
        `Writing ${channel} ${state} again gives ${again.answer.outcome} after ${again.writes} writes, expected unchanged after none.`,
      );
      mustBeWhatTheStoreHas(again.answer.state, kept, state);
    }
  }
  const stranger = {
    email: 'nobody.here@customer.example',
    state: 'in',
    at: run.fake.now(),
  } as const;
  for (const channel of channelsOf(run)) {
    const { answer, writes } = await counted(run, () =>
      write(run.client(), { ...stranger, channel }),
    );
    must(
      answer.outcome === 'missing' && writes === 0,
      `Writing for a person the store does not know gives ${answer.outcome} after ${writes} writes, expected missing after none.`,
    );
  }
}

async function counted<T>(
  run: ContractRun,
  call: () => Promise<T>,
): Promise<{ answer: T; writes: number }> {
  const before = run.fake.writes();
  const answer = await call();
  return { answer, writes: run.fake.writes() - before };
}

function mustBeWhatTheStoreHas(said: ConsentState, kept: FakeConsent, wanted: 'in' | 'out'): void {
  must(
    kept === wanted || (wanted === 'in' && kept === 'pending'),
    `The store has ${kept} after ${wanted} was written.`,
  );
  must(said === kept, `The write-back says the store has ${said}, but it has ${kept}.`);
}

async function emailOf(run: ContractRun, id: string): Promise<string> {
  const [way] = await run.everyWay('contact', id);
  const email = (way?.read.record as Contact | undefined)?.email;
  must(email, `The contact ${id} of the fake has no address.`);
  return email;
}

function channelsOf(run: ContractRun): readonly Channel[] {
  const { consentChannels } = run.fake;
  must(
    consentChannels.length > 0,
    'capabilities name consent, but the fake has no consentChannels.',
  );
  return consentChannels;
}

/** The last thing that rows say about a channel, as consent changes or inside contacts. */
function stateIn(
  run: ContractRun,
  rows: readonly SourceRow[],
  channel: Channel,
): ConsentState | undefined {
  let state: ConsentState | undefined;
  for (const row of rows) {
    const { record } = run.map(row);
    if (row.kind === 'consent') {
      const change = record as ConsentChange;
      if (change.channel === channel) state = change.state;
    } else if (row.kind === 'contact') {
      const contact = record as Contact;
      state = (channel === 'email' ? contact.emailConsent : contact.mobileConsent) ?? state;
    }
  }
  return state;
}
