import {
  CAPABILITY_MODES,
  type CapabilityMode,
  RECORD_KINDS,
  type RecordKind,
} from '@storewire/core';
import { must, mustBeEmpty } from '../expect.js';
import { type ContractRun, collect } from '../run.js';

/** Every declared capability has code, a mapping, a fixture and an answer of the fake; nothing has code undeclared. */
export async function declaredIsThere(run: ContractRun): Promise<void> {
  mustBeEmpty(missingCode(run), 'Capabilities without code, mapping or fixture:');
  mustBeEmpty(undeclaredCode(run), 'Code that the capabilities do not declare:');
  await everyFakeEndpointAnswers(run);
}

function missingCode(run: ContractRun): string[] {
  const { adapter, fixtures } = run;
  const { webhooks, poll, history } = adapter.sources;
  const problems: string[] = [];
  const entries = Object.entries(adapter.capabilities) as [RecordKind, readonly CapabilityMode[]][];
  if (entries.length === 0) problems.push('capabilities: the adapter declares nothing.');
  for (const [kind, modes] of entries) {
    if (!RECORD_KINDS.includes(kind)) problems.push(`${kind}: not a record kind.`);
    if (modes.length === 0) problems.push(`${kind}: declared without a mode; leave it out.`);
    for (const mode of modes) {
      if (!CAPABILITY_MODES.includes(mode)) problems.push(`${kind}: ${mode} is not a mode.`);
    }
    // Consent comes as a kind of its own, or inside the contact documents.
    const carrier = kind === 'consent' ? 'contact' : kind;
    if (modes.includes('webhook') && !webhooks?.topics.length) {
      problems.push(`${kind}: webhook, but sources.webhooks has no topics.`);
    }
    if (modes.includes('poll') && !Object.hasOwn(poll ?? {}, carrier)) {
      problems.push(`${kind}: poll, but sources.poll.${carrier} is missing.`);
    }
    if (modes.includes('history') && !Object.hasOwn(history ?? {}, carrier)) {
      problems.push(`${kind}: history, but sources.history.${carrier} is missing.`);
    }
    if (modes.includes('writeBack') && !(kind === 'consent' && adapter.sinks?.consent)) {
      problems.push(`${kind}: writeBack, but there is no sink for it.`);
    }
    if (modes.every((mode) => mode === 'writeBack')) continue;
    if (!adapter.mappings[kind] && !(kind === 'consent' && adapter.mappings.contact)) {
      problems.push(`${kind}: mappings.${kind} is missing.`);
    }
    const hasFixture =
      fixtures.documents.some((fixture) => fixture.kind === kind) ||
      (kind === 'consent' &&
        fixtures.documents.some(({ expected }) =>
          /"(?:email|mobile)Consent"/.test(text(expected)),
        ));
    if (!hasFixture) problems.push(`${kind}: no fixtures/${kind}.<name>.json.`);
  }
  return problems;
}

function undeclaredCode({ adapter, ...run }: ContractRun): string[] {
  const { webhooks, poll, history } = adapter.sources;
  const declared = (kind: string, mode: CapabilityMode) =>
    adapter.capabilities[kind as RecordKind]?.includes(mode) === true;
  const anyWith = (mode: CapabilityMode) =>
    Object.values(adapter.capabilities).some((modes) => modes?.includes(mode));
  return [
    ...Object.keys(poll ?? {})
      .filter((kind) => !declared(kind, 'poll'))
      .map((k) => `sources.poll.${k}`),
    ...Object.keys(history ?? {})
      .filter((kind) => !declared(kind, 'history'))
      .map((kind) => `sources.history.${kind}`),
    ...(webhooks && !anyWith('webhook') ? ['sources.webhooks'] : []),
    ...(adapter.sinks?.consent && !declared('consent', 'writeBack') ? ['sinks.consent'] : []),
    ...Object.keys(adapter.mappings)
      .filter((kind) => !Object.hasOwn(adapter.capabilities, kind))
      .map((kind) => `mappings.${kind}`),
    ...run.fixtures.documents
      .filter((fixture) => !Object.hasOwn(adapter.mappings, fixture.kind))
      .map((fixture) => `fixtures/${fixture.file}`),
  ];
}

async function everyFakeEndpointAnswers(run: ContractRun): Promise<void> {
  for (const kind of Object.keys(run.adapter.capabilities) as RecordKind[]) {
    const id = run.seedOne(kind);
    if (kind === 'consent' || kind === 'erasure') {
      // These are about a person, so the row may carry the person's id or one of its own.
      const isInbound = run.declares(kind, 'inbound');
      if (!isInbound && !run.declares(kind, 'webhook')) continue;
      const delivery = run.fake.delivery(kind, id);
      const rows = isInbound ? run.receiveInbound(delivery) : await run.receive(delivery);
      must(rows.length > 0, `The ${kind} webhook of the fake gives no row.`);
      for (const row of rows) run.map(row);
    } else {
      const ways = await run.everyWay(kind, id);
      must(ways.length > 0, `No source gives the ${kind} that the fake has.`);
    }
  }
  for (const kind of run.exportedKinds()) {
    const count = await run.adapter.sources.history?.[kind]?.count?.(run.client(), {});
    if (count === undefined) continue;
    const rows = await collect(run.export(kind));
    must(
      count === rows.length,
      `history.${kind}.count says ${count}, but the export has ${rows.length} rows; where the platform cannot say, count gives undefined.`,
    );
  }
}

const text = (value: unknown): string => JSON.stringify(value);
