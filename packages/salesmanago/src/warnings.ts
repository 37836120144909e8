/** Something that a call carried differently than it was given. The call itself succeeded. */
export interface FieldWarning {
  /**
   * - `cut`: shortened here to the limit
   * - `dropped`: left out here, because it cannot be sent
   * - `changed`: sent in another form (rounded, clamped, contradiction resolved)
   * - `tooLong`: over the limit, but sent whole, because a cut would change its meaning (ids, addresses)
   * - `trimmed`: SALESmanago shortened it (v3 reason code 12)
   */
  code: 'cut' | 'dropped' | 'changed' | 'tooLong' | 'trimmed';
  /** Path within the record, such as `contactEvent.products`. */
  field: string;
  /** Position of the record in a batch, from 0. */
  index?: number;
  limit?: number;
  /** For people; holds no personal data. */
  text: string;
  /** The product ids that were left off, in order. */
  lost?: readonly string[];
}

/** A value of SALESmanago and what happened to the data on the way. */
export interface WithWarnings<T> {
  value: T;
  warnings: readonly FieldWarning[];
}

export function withWarnings<T>(
  value: T,
  ...sources: readonly { warnings: readonly FieldWarning[] }[]
): WithWarnings<T> {
  return { value, warnings: sources.flatMap((source) => source.warnings) };
}
