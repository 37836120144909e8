import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const RANDOM_BYTES = 16;
/** The system is asked for the randomness of 512 ids at a time: asking costs more than making an id. */
const pool = Buffer.alloc(512 * RANDOM_BYTES);
let used = pool.length;
let msecs = 0;
let seq = 0;

/** A new id: UUID version 7, so that ids made by one process sort in the order they were made. */
export function newId(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, used + RANDOM_BYTES);
  used += RANDOM_BYTES;
  const now = Date.now();
  if (now > msecs) {
    msecs = now;
    // Half of the range at most, so that counting up within a millisecond never runs over.
    seq = random.readUInt32BE() >>> 1;
  } else {
    seq += 1;
  }
  return v7({ random, msecs, seq });
}
