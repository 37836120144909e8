/** Ways a store can misbehave towards callers of its REST API. */
export const FAULT_KINDS = [
  /** 429 with `Retry-After`, as a firewall or CDN answers. */
  'rateLimit',
  /** 503 with the HTML of a shop in maintenance. */
  'unavailable',
  /** 500 of WordPress after a fatal error. */
  'serverError',
  /** 401 as if the key had been deleted. */
  'unauthorized',
  /** No answer until the caller gives up. */
  'hang',
  /** The right answer, but after `delayMs`. */
  'slow',
  /** The web server drops the `Authorization` header; keys in the query string still work. */
  'stripAuthorization',
  /** After each page of orders, the first order of it is changed, so the list moves underneath. */
  'pageDrift',
  /** The right status, and half of the JSON. */
  'truncatedJson',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  kind: FaultKind;
  /** How many calls it hits; without end by default. */
  times?: number;
  /** How many matching calls it lets pass first. */
  skip?: number;
  /** Only calls whose path contains this, such as `/orders`. */
  path?: string;
  /** Only calls with this method. */
  method?: string;
  /** For `rateLimit` and `unavailable`; 2 and 600 by default. */
  retryAfterSeconds?: number;
  /** For `slow`; 1000 by default. */
  delayMs?: number;
}

/** The misbehaviour switched on at the moment. */
export class FaultBoard {
  #faults: Fault[] = [];

  add(fault: Fault): void {
    if (!FAULT_KINDS.includes(fault.kind)) {
      throw new RangeError(`A fault must be one of ${FAULT_KINDS.join(', ')}.`);
    }
    this.#faults.push({ ...fault });
  }

  clear(): void {
    this.#faults = [];
  }

  list(): readonly Fault[] {
    return this.#faults;
  }

  /** The faults this call runs into, counted down. */
  take(method: string, path: string): readonly Fault[] {
    const hits = this.#faults.filter((fault) => {
      if (fault.path !== undefined && !path.includes(fault.path)) return false;
      if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
      if (fault.skip === undefined || fault.skip <= 0) return true;
      fault.skip -= 1;
      return false;
    });
    for (const fault of hits) if (fault.times !== undefined) fault.times -= 1;
    this.#faults = this.#faults.filter((fault) => fault.times === undefined || fault.times > 0);
    return hits;
  }
}
