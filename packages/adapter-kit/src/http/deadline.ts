/** Ends a call that takes too long, through its `signal`; the reason carries the code `TIMEOUT`. */
export class Deadline {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly ms: number) {
    this.restart();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  restart(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.controller.abort(Object.assign(new Error('time-out'), { code: 'TIMEOUT' }));
    }, this.ms);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** Passes chunks on; the time runs only while one is waited for. */
  async *watch<T>(chunks: AsyncIterable<T>): AsyncGenerator<T> {
    this.restart();
    try {
      for await (const chunk of chunks) {
        this.stop();
        yield chunk;
        this.restart();
      }
    } finally {
      this.stop();
    }
  }
}
