/** A call that is refused, in SALESmanago's own form: `success:false` with a sentence, HTTP 200 unless told otherwise. */
export class CompatRefusal extends Error {
  override readonly name = 'CompatRefusal';

  constructor(
    message: string,
    readonly status = 200,
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}

/** As SALESmanago says it of a wrong client id, key or `sha`; which of them, nobody is told. */
export const notAuthenticated = (): CompatRefusal => new CompatRefusal('User not authenticated');
