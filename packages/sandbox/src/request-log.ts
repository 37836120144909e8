/** One request as the inspector shows it. `status` 0 means that no answer was sent. */
export interface LoggedRequest {
  seq: number;
  /** Epoch milliseconds of the sandbox's clock. */
  at: number;
  httpMethod: string;
  path: string;
  query: string;
  headers: Record<string, string>;
  body: string;
  bodyTruncated: boolean;
  status: number;
  answer: string;
  answerTruncated: boolean;
  durationMs: number;
  /** Kind of the injected fault that met this request. */
  fault?: string;
}

export interface RequestFilter {
  /** Start of the path, or a pattern with `*`. */
  path?: string;
  /** Newest first; default 100. */
  limit?: number;
}

/** Keeps the last `size` requests in a ring, so that a benchmark of a million calls does not grow it. */
export class RequestLog {
  private readonly ring: LoggedRequest[] = [];
  private next = 0;

  constructor(
    readonly size: number,
    readonly maxBodyBytes: number,
  ) {}

  get enabled(): boolean {
    return this.size > 0;
  }

  add(entry: LoggedRequest): void {
    if (this.size === 0) return;
    this.ring[this.next] = entry;
    this.next = (this.next + 1) % this.size;
  }

  /** Copies out of the receive buffer: a slice of a long string would keep the whole of it in memory. */
  capture(bytes: Buffer): { text: string; truncated: boolean } {
    return {
      text: bytes.toString('utf8', 0, Math.min(bytes.length, this.maxBodyBytes)),
      truncated: bytes.length > this.maxBodyBytes,
    };
  }

  /** Newest first. */
  list(matches: (path: string) => boolean = () => true, limit = 100): LoggedRequest[] {
    const found: LoggedRequest[] = [];
    for (let back = 1; back <= this.ring.length && found.length < limit; back += 1) {
      const entry = this.ring[(this.next - back + this.ring.length) % this.ring.length];
      if (entry && matches(entry.path)) found.push(entry);
    }
    return found;
  }

  clear(): void {
    this.ring.length = 0;
    this.next = 0;
  }
}
