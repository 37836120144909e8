/** What came back over the wire, before anyone decides what it means. */
export interface Exchange {
  status: number;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  text: string;
  /** `whole`, or why the body ended early. */
  body: 'whole' | 'lost' | 'timedOut' | 'tooLarge';
  /** False where the answer may hold a token, a key or a signature: it is then not kept with an error. */
  keepAnswer: boolean;
}
