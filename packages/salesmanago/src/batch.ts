import { SalesmanagoError } from './salesmanago.error.js';

/** @throws SalesmanagoError `SM_BAD_BATCH`: the caller put the batch together wrongly; nothing was sent. */
export function assertBatch(call: string, isRight: boolean, detail: string): void {
  if (isRight) return;
  throw new SalesmanagoError({ code: 'SM_BAD_BATCH', call, detail: `${detail}; nothing was sent` });
}
