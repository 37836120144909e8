import { readdirSync, readFileSync } from 'node:fs';
import { RECORD_KINDS, type RecordKind } from '@storewire/core';
import { must } from './expect.js';

/** A recorded document with the record it must become. */
export interface Fixture {
  readonly file: string;
  readonly kind: RecordKind;
  readonly name: string;
  readonly raw: unknown;
  readonly expected: unknown;
}

/** A recorded webhook body. */
export interface WebhookFixture {
  readonly file: string;
  /** The topic with everything but letters, digits and `_` as a dot, as it stands in the file name. */
  readonly dottedTopic: string;
  readonly rawBody: Buffer;
}

export interface Fixtures {
  readonly documents: readonly Fixture[];
  readonly webhooks: readonly WebhookFixture[];
}

/** `orders/create` and `orders.create` are both `orders.create` in a file name. */
export const dotted = (topic: string): string => topic.replace(/[^A-Za-z0-9_]+/g, '.');

/**
 * Reads `<kind>.<name>.json` with `<kind>.<name>.expected.json`, and `webhook.<topic with dots>.json`; a second body
 * of a topic is `webhook.<topic with dots>-<what is special>.json`.
 * @throws ContractFailure for a document without its expected record, a stray expected record or an unknown name.
 */
export function loadFixtures(folder: URL): Fixtures {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort();
  const read = (file: string): Buffer => readFileSync(new URL(file, folder));
  const documents: Fixture[] = [];
  const webhooks: WebhookFixture[] = [];
  for (const file of files) {
    const base = file.slice(0, -'.json'.length);
    const kind = base.slice(0, base.indexOf('.'));
    if (base.endsWith('.expected')) {
      const document = `${base.slice(0, -'.expected'.length)}.json`;
      must(files.includes(document), `fixtures/${file} has no ${document} beside it.`);
    } else if (kind === 'webhook') {
      const dottedTopic = base.slice('webhook.'.length).replace(/-.*$/, '');
      webhooks.push({ file, dottedTopic, rawBody: read(file) });
    } else {
      must(
        RECORD_KINDS.includes(kind as RecordKind),
        `fixtures/${file}: the name begins with a record kind (${RECORD_KINDS.join(', ')}) or webhook.`,
      );
      must(
        files.includes(`${base}.expected.json`),
        `fixtures/${file} has no ${base}.expected.json; write the record it must become by hand.`,
      );
      documents.push({
        file,
        kind: kind as RecordKind,
        name: base.slice(kind.length + 1),
        raw: JSON.parse(read(file).toString('utf8')),
        expected: JSON.parse(read(`${base}.expected.json`).toString('utf8')),
      });
    }
  }
  return { documents, webhooks };
}
