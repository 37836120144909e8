import { HubChild } from './hub-child.js';

/**
 * One hub after the other on the same data and the same port. Those that come next are loaded while the present one
 * runs, so that a kill costs no more than a start.
 */
export class HubLine {
  private current: HubChild | undefined;
  private readonly loaded = new Map<number, HubChild>();
  private isClosed = false;
  private isOpen = false;
  private open: () => void = () => undefined;
  private reachable = this.newGate();

  constructor(private readonly env: Readonly<Record<string, string>>) {}

  /** Resolves while a hub listens. */
  readonly whenReachable = (): Promise<void> => this.reachable;

  /** Loads a hub for later. @param crashAt where it ends itself. */
  prepare(number: number, crashAt: string | undefined): void {
    if (!this.loaded.has(number)) this.loaded.set(number, this.newHub(crashAt));
  }

  /** Starts a hub that was prepared, or a new one that lives until it is ended. */
  start(number?: number): HubChild {
    const hub = (number && this.loaded.get(number)) || this.newHub();
    if (number) this.loaded.delete(number);
    this.current = hub;
    void hub.ended.then(() => {
      // Who waits since before the start of a hub that never listened goes on waiting at the same gate.
      if (this.isOpen) this.reachable = this.newGate();
    });
    void hub.go().then((isListening) => {
      if (!isListening || hub.isOver) return;
      this.isOpen = true;
      this.open();
    });
    return hub;
  }

  /** The last of what the present hub wrote. */
  get log(): string {
    return this.current?.log ?? '';
  }

  /** Ends the present hub as a power cut would. */
  async stop(): Promise<void> {
    await this.current?.kill();
  }

  /** Ends all of them, and lets no other begin. */
  async close(): Promise<void> {
    this.isClosed = true;
    for (const hub of this.loaded.values()) await hub.kill();
    await this.stop();
  }

  private newHub(crashAt?: string): HubChild {
    if (this.isClosed) throw new Error('The test is over.');
    return new HubChild(this.env, crashAt);
  }

  private newGate(): Promise<void> {
    this.isOpen = false;
    return new Promise((resolve) => {
      this.open = resolve;
    });
  }
}
