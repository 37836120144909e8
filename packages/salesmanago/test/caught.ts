import { SalesmanagoError } from '../src/salesmanago.error.js';

/** The SalesmanagoError of a call that must fail; anything else fails the test. */
export async function caught(call: Promise<unknown> | (() => unknown)): Promise<SalesmanagoError> {
  try {
    await (typeof call === 'function' ? call() : call);
  } catch (error) {
    if (error instanceof SalesmanagoError) return error;
    throw error;
  }
  throw new Error('the call succeeded');
}
