import type { Beacon, VisitorQuestion } from './beacon.js';
import { BEACON_SCHEMA, MAX_BEACON_BYTES, VISITOR_SCHEMA } from './beacon.schema.js';
import { type JsonSchema, schemaProblem } from './json-schema.js';

/** Why a body was not read. `path` and `message` never quote the body. */
export interface BeaconProblem {
  readonly code: 'tooLarge' | 'notJson' | 'notTheContract';
  readonly path: string;
  readonly message: string;
}

/** A body that could not be read. */
export interface Unread {
  readonly problem: BeaconProblem;
}

/**
 * Reads the body of a cart beacon. Pure and total: whatever a browser or an attacker posts gives a beacon in the exact
 * shape of the contract, or the first problem. It does not look at who the visitor is; that is `gradeIdentity`.
 */
export function readBeacon(raw: string): Beacon | Unread {
  return read<Beacon>(raw, BEACON_SCHEMA);
}

/** Reads the body of a question about the visitor; as {@link readBeacon}. */
export function readVisitorQuestion(raw: string): VisitorQuestion | Unread {
  return read<VisitorQuestion>(raw, VISITOR_SCHEMA);
}

function read<T extends object>(raw: string, schema: JsonSchema): T | Unread {
  if (Buffer.byteLength(raw) > MAX_BEACON_BYTES) {
    return unread('tooLarge', '', `is larger than ${MAX_BEACON_BYTES} bytes`);
  }
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    return unread('notJson', '', 'is not JSON');
  }
  const problem = schemaProblem(schema, value);
  return problem ? unread('notTheContract', problem.path, problem.message) : (value as T);
}

const unread = (code: BeaconProblem['code'], path: string, message: string): Unread => ({
  problem: { code, path, message },
});
