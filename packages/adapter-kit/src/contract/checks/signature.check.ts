import { must } from '../expect.js';
import type { Delivery } from '../fake-store.js';
import type { ContractRun } from '../run.js';

/** A genuine webhook is accepted on its raw bytes; any other body, signature or re-serialised form is not. */
export async function signatureIsChecked(run: ContractRun): Promise<void> {
  for (const kind of run.kindsWith('webhook')) {
    const delivery = run.fake.delivery(kind, run.seedOne(kind));
    mustBeAccepted(run, delivery, `the ${delivery.topic} webhook`);
    mustBeRefused(run, { ...delivery, rawBody: flipped(delivery.rawBody) }, 'a changed body');
    mustBeRefused(
      run,
      { ...delivery, headers: run.fake.sign(delivery.topic, Buffer.from('{"id":0}')) },
      'the signature of another body',
    );
    mustBeRefused(run, { ...delivery, headers: withoutSignature(delivery) }, 'no signature');
    mustBeRefused(run, { ...delivery, headers: shortened(run, delivery) }, 'half a signature');
    reserialised(run, delivery);
    rawBytes(run, delivery);
  }
}

function mustBeAccepted(run: ContractRun, delivery: Delivery, what: string): void {
  const verdict = run.verify(delivery);
  must(
    verdict.outcome === 'accepted',
    `${what} is genuine and must be accepted: ${JSON.stringify(verdict)}.`,
  );
  must(
    verdict.topic === delivery.topic,
    `${what}: verify gives the topic ${verdict.topic}, the store said ${delivery.topic}.`,
  );
}

function mustBeRefused(run: ContractRun, delivery: Delivery, what: string): void {
  let outcome: string;
  try {
    outcome = run.verify(delivery).outcome;
  } catch (error) {
    run.errors.push(error);
    outcome = 'an exception';
  }
  must(
    outcome === 'refused' || outcome === 'unsupported',
    `A ${delivery.topic} webhook with ${what} must be refused, but verify gives ${outcome}.`,
  );
}

function flipped(body: Buffer): Buffer {
  const changed = Buffer.from(body);
  const last = changed.length - 1;
  changed.writeUInt8(changed.readUInt8(last) ^ 1, last);
  return changed;
}

const withoutSignature = ({ headers }: Delivery) => ({
  'content-type': headers['content-type'] ?? 'application/json',
});

/** Cuts every header that changes with the body, which the signature is among. */
function shortened(run: ContractRun, delivery: Delivery): Record<string, string> {
  const other = run.fake.sign(delivery.topic, Buffer.from('{"id":0}'));
  return Object.fromEntries(
    Object.entries(delivery.headers).map(([name, value]) => [
      name,
      other[name] === value ? value : value.slice(0, value.length / 2),
    ]),
  );
}

function reserialised(run: ContractRun, delivery: Delivery): void {
  let document: unknown;
  try {
    document = JSON.parse(delivery.rawBody.toString('utf8'));
  } catch {
    return; // A platform whose bodies are no JSON has nothing to re-serialise.
  }
  const spaced = Buffer.from(JSON.stringify(document, null, 1));
  const headers = run.fake.sign(delivery.topic, spaced);
  mustBeAccepted(run, { ...delivery, headers, rawBody: spaced }, 'a signed body with white space');
  const compact = Buffer.from(JSON.stringify(document));
  mustBeRefused(run, { ...delivery, headers, rawBody: compact }, 'a re-serialised body');
}

/** A byte that is no UTF-8 survives only where nobody made text of the body before the signature was checked. */
function rawBytes(run: ContractRun, delivery: Delivery): void {
  if (delivery.rawBody[0] !== '{'.charCodeAt(0)) return;
  const rawBody = Buffer.concat([
    Buffer.from('{"x":"'),
    Buffer.from([0xff]),
    Buffer.from('",'),
    delivery.rawBody.subarray(1),
  ]);
  const headers = run.fake.sign(delivery.topic, rawBody);
  mustBeAccepted(
    run,
    { ...delivery, headers, rawBody },
    'a signed body with bytes that are no text',
  );
}
