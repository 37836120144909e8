/** Reason codes of API v3. Code 12 is a warning: the call succeeds. */
export const REASON = {
  authentication: 10,
  limit: 11,
  trimmed: 12,
  missing: 13,
  type: 14,
  unique: 15,
  unknown: 16,
  nullValue: 17,
  pattern: 18,
  resource: 19,
  malformed: 400,
} as const;

export interface Problem {
  reasonCode: number;
  message: string;
}

/** A refused v3 call with a single cause: `{reasonCode, messages}`, where `messages` is a text or a list. */
export class V3Failure extends Error {
  constructor(
    readonly reasonCode: number,
    readonly messages: string | string[],
    readonly status = 400,
  ) {
    super(String(messages));
  }
}

/** A refused v3 call whose fields were checked one by one: `{requestId, problems}`. */
export class V3Problems extends Error {
  constructor(readonly problems: Problem[]) {
    super('The request has problems');
  }
}
