/** What a converter may know beside the value: facts of the store, never of the person. */
export interface MappingContext {
  /** IANA zone of the store, for times that come without an offset. */
  readonly zone?: string;
  readonly currency?: string;
  /** ISO 3166-1 alpha-2, for phone numbers without a country prefix. */
  readonly country?: string;
  readonly language?: string;
  /** Values of the connection that paths may name as `{name}`; secrets are not among them. */
  readonly variables?: Readonly<Record<string, unknown>>;
}
