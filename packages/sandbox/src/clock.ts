/** Time of the sandbox in epoch milliseconds: the injected clock plus an offset that tests can move. */
export class SandboxClock {
  offsetMs = 0;

  constructor(private readonly source: () => number) {}

  now(): number {
    return this.source() + this.offsetMs;
  }

  advance(ms: number): void {
    this.offsetMs += ms;
  }
}
