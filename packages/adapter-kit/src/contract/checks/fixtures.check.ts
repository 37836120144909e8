import { applyMapping, type Mapping } from '@storewire/core';
import { differences, must, mustBeEmpty } from '../expect.js';
import { dotted } from '../fixtures.js';
import { type ContractRun, collect } from '../run.js';

/** Each recorded document becomes the record that was written for it by hand, without a mapping problem. */
export async function fixturesMap(run: ContractRun): Promise<void> {
  const problems: string[] = [];
  must(run.fixtures.documents.length > 0, 'There are no fixtures.');
  for (const { file, kind, raw, expected } of run.fixtures.documents) {
    const mapping = run.adapter.mappings[kind] as Mapping<object> | undefined;
    if (!mapping) {
      problems.push(`${file}: mappings.${kind} is missing.`);
      continue;
    }
    const result = applyMapping(mapping, raw, run.fake.context);
    problems.push(
      ...result.problems.map((problem) => `${file}: ${problem.path} ${problem.message}`),
      ...differences(result.record, expected).map((difference) => `${file}: ${difference}`),
    );
  }
  mustBeEmpty(problems, 'Recorded documents are mapped wrongly:');
}

/** Every topic has a recorded body that is accepted and read; what is not the platform's is an UnreadableDocument. */
export async function webhooksAreRead(run: ContractRun): Promise<void> {
  const topics = run.adapter.sources.webhooks?.topics ?? [];
  for (const { file, dottedTopic } of run.fixtures.webhooks) {
    must(
      topics.some((topic) => dotted(topic) === dottedTopic),
      `${file}: the adapter has no topic ${dottedTopic}.`,
    );
  }
  for (const topic of topics) {
    const recorded = run.fixtures.webhooks.filter((w) => w.dottedTopic === dotted(topic));
    must(recorded.length > 0, `No fixtures/webhook.${dotted(topic)}.json for the topic ${topic}.`);
    for (const { file, rawBody } of recorded) {
      const headers = run.fake.sign(topic, rawBody);
      let rows: Awaited<ReturnType<ContractRun['receive']>>;
      try {
        rows = await run.receive({ topic, headers, rawBody });
      } catch (error) {
        // The recorded object is not in the fake; a topic that only points at it cannot be completed.
        if (codeOf(error) !== 'STORE_OBJECT_MISSING') throw error;
        run.errors.push(error);
        continue;
      }
      for (const row of rows) {
        must(
          Object.hasOwn(run.adapter.capabilities, row.kind),
          `${file}: read gives a ${row.kind}, which the capabilities do not declare.`,
        );
        run.map(row);
      }
    }
    await brokenBodyIsUnreadable(run, topic);
  }
}

async function brokenBodyIsUnreadable(run: ContractRun, topic: string): Promise<void> {
  const rawBody = Buffer.from('{"email":"cut.off@customer.example","id":');
  const read = async () =>
    run.adapter.sources.webhooks?.read(
      { topic, rawBody: rawBody.toString('utf8'), receivedAt: run.fake.now(), meta: {} },
      run.client(),
    );
  try {
    await collect((await read()) ?? []);
  } catch (error) {
    run.errors.push(error);
    must(
      codeOf(error) === 'UNREADABLE_DOCUMENT',
      `A cut-off ${topic} body gives ${String(codeOf(error) ?? error)}, expected UnreadableDocument.`,
    );
    return;
  }
  must(false, `A cut-off ${topic} body is read without an error, expected UnreadableDocument.`);
}

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | undefined)?.code;
