import { isObject, type Json } from './json.js';
import { pathMatcher } from './path-pattern.js';

export const FAULT_KINDS = {
  status: 'answers with an HTTP error instead of working',
  failure: 'answers success:false with the given messages instead of working',
  html: 'answers 200 with an HTML page instead of working',
  hang: 'never answers',
  slow: 'waits before working',
  reset: 'cuts the connection before reading the body',
  applyThenReset: 'does the work, then cuts the connection',
  applyThenStatus: 'does the work, then answers with an HTTP error',
  missingId: 'does the work and answers success:true without the expected id',
  answer: 'does the work and overwrites members of the answer',
  refuse: 'refuses one e-mail address and works for the others',
  problems: 'does the work of a v3 call and reports problems to the webhook of the key',
} as const;

export type FaultKind = keyof typeof FAULT_KINDS;

/** What to break. Counters (`after`, `count`) run over the requests that match `path` and `httpMethod`. */
export interface FaultRule {
  kind: FaultKind;
  /** Pattern with `*`, or a prefix; `contact/upsert` is enough for `/api/contact/upsert`. Default: every path. */
  path?: string;
  httpMethod?: string;
  /** Default true. */
  enabled?: boolean;
  /** Fires at most this often. */
  count?: number;
  /** Lets this many matching requests pass first. */
  after?: number;
  /** Chance per matching request, 0 to 1. */
  probability?: number;
  /** For `status` and `applyThenStatus`; default 500. */
  status?: number;
  /** Value of the `Retry-After` header in seconds. */
  retryAfterS?: number;
  /** Text sent by `status`, `applyThenStatus` and `html`. */
  body?: string;
  /** For `slow`. */
  delayMs?: number;
  /** For `hang` and `slow`: do the work first, so that only the answer is late or missing. Default false. */
  apply?: boolean;
  /** For `refuse`. */
  email?: string;
  /** For `failure` and `refuse`. */
  message?: string;
  /** For `answer`: members to overwrite; `null` removes one. */
  patch?: Json;
  /** For `problems`. */
  problems?: { reasonCode: number; message: string }[];
}

export interface ActiveFault extends FaultRule {
  enabled: boolean;
  id: string;
  /** Matching requests seen, and how often the rule fired. */
  seen: number;
  fired: number;
}

export class InvalidFault extends Error {}

/** What the rules ask of one request. */
export interface FaultPlan {
  /** Wait before and after the work. */
  delayMs: number;
  answerDelayMs: number;
  rule?: ActiveFault;
}

const NOTHING: FaultPlan = { delayMs: 0, answerDelayMs: 0 };

interface Entry {
  fault: ActiveFault;
  matches: (path: string) => boolean;
}

/** The switchboard of injected failures. Without rules it costs one comparison per request. */
export class FaultRules {
  private readonly entries: Entry[] = [];
  private nextId = 1;
  /** How often rules fired, those removed since included. */
  fired = 0;

  constructor(private readonly random: () => number = Math.random) {}

  /** @throws InvalidFault for an unknown kind or a rule that lacks what its kind needs. */
  add(rule: FaultRule): ActiveFault {
    check(rule);
    const fault: ActiveFault = {
      enabled: true,
      ...rule,
      id: `f${this.nextId++}`,
      seen: 0,
      fired: 0,
    };
    this.entries.push({ fault, matches: pathMatcher(rule.path) });
    return fault;
  }

  list(): ActiveFault[] {
    return this.entries.map((entry) => entry.fault);
  }

  /** True if there was such a rule. */
  setEnabled(id: string, enabled: boolean): boolean {
    const entry = this.entries.find(({ fault }) => fault.id === id);
    if (entry) entry.fault.enabled = enabled;
    return entry !== undefined;
  }

  /** True if there was such a rule. */
  remove(id: string): boolean {
    const index = this.entries.findIndex(({ fault }) => fault.id === id);
    if (index >= 0) this.entries.splice(index, 1);
    return index >= 0;
  }

  clear(): void {
    this.entries.length = 0;
  }

  /** The first rule that fires, and the sum of all delays. Refusals are asked for by address, later. */
  plan(httpMethod: string, path: string): FaultPlan {
    if (this.entries.length === 0) return NOTHING;
    const plan: FaultPlan = { delayMs: 0, answerDelayMs: 0 };
    for (const entry of this.entries) {
      const { fault } = entry;
      if (fault.kind === 'refuse' || !this.concerns(entry, httpMethod, path)) continue;
      if (fault.kind !== 'slow' && plan.rule) continue;
      if (!this.fires(fault)) continue;
      if (fault.kind !== 'slow') plan.rule = fault;
      else if (fault.apply) plan.answerDelayMs += fault.delayMs ?? 0;
      else plan.delayMs += fault.delayMs ?? 0;
    }
    return plan;
  }

  /** The refusal for this address on this path, if a rule asks for one. */
  refusal(path: string, email: string): string | undefined {
    if (this.entries.length === 0) return undefined;
    for (const entry of this.entries) {
      const { fault } = entry;
      if (fault.kind !== 'refuse' || !this.concerns(entry, 'POST', path)) continue;
      if (fault.email?.toLowerCase() !== email.toLowerCase() || !this.fires(fault)) continue;
      return fault.message ?? 'Contact refused';
    }
    return undefined;
  }

  private concerns({ fault, matches }: Entry, httpMethod: string, path: string): boolean {
    const sameMethod = !fault.httpMethod || fault.httpMethod.toUpperCase() === httpMethod;
    return fault.enabled && sameMethod && matches(path);
  }

  private fires(fault: ActiveFault): boolean {
    fault.seen += 1;
    if (fault.count !== undefined && fault.fired >= fault.count) return false;
    if (fault.seen <= (fault.after ?? 0)) return false;
    if (fault.probability !== undefined && this.random() >= fault.probability) return false;
    fault.fired += 1;
    this.fired += 1;
    return true;
  }
}

function check(rule: FaultRule): void {
  if (!isObject(rule)) throw new InvalidFault('A fault rule is an object.');
  if (!Object.hasOwn(FAULT_KINDS, String(rule.kind))) {
    throw new InvalidFault(`kind is one of ${Object.keys(FAULT_KINDS).join(', ')}.`);
  }
  const numbers = ['count', 'after', 'probability', 'status', 'retryAfterS', 'delayMs'] as const;
  for (const name of numbers) {
    const value = rule[name];
    if (value !== undefined && (typeof value !== 'number' || !(value >= 0))) {
      throw new InvalidFault(`${name} is a number, zero or more.`);
    }
  }
  if (rule.kind === 'slow' && rule.delayMs === undefined)
    throw new InvalidFault('slow needs delayMs.');
  if (rule.kind === 'refuse' && typeof rule.email !== 'string')
    throw new InvalidFault('refuse needs email.');
  if (rule.kind === 'answer' && !isObject(rule.patch))
    throw new InvalidFault('answer needs patch.');
  if (rule.kind === 'problems' && !Array.isArray(rule.problems))
    throw new InvalidFault('problems needs problems.');
  if (rule.status !== undefined && (rule.status < 200 || rule.status > 599)) {
    throw new InvalidFault('status is an HTTP status from 200 to 599.');
  }
}
