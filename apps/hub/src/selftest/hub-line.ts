import { HubChild } from './hub-child.js';

/**
 * One hub after the other on the same data and the same port. The next one is loaded while the present one runs, so
 * that a kill costs no more than a start.
 */
export class HubLine {
  private current: HubChild | undefined;
  private next: { readonly child: HubChild; readonly crashAt: string | undefined } | undefined;
  private open: () => void = () => undefined;
  private reachable = this.newGate();

  constructor(private readonly env: Readonly<Record<string, string>>) {}

  /** Resolves while a hub listens. */
  readonly whenReachable = (): Promise<void> => this.reachable;

  /** Loads the hub that comes next. */
  prepare(crashAt?: string): void {
    this.next = { child: new HubChild(this.env, crashAt), crashAt };
  }

  /** Starts the next hub. @returns it, and whether it came to listen before it ended. */
  async start(crashAt?: string): Promise<{ hub: HubChild; isListening: boolean }> {
    if (!this.next || this.next.crashAt !== crashAt) {
      await this.next?.child.kill();
      this.prepare(crashAt);
    }
    const hub = this.next?.child as HubChild;
    this.next = undefined;
    this.current = hub;
    void hub.ended.then(() => {
      if (this.current === hub) this.reachable = this.newGate();
    });
    const isListening = await hub.go();
    if (isListening && !hub.isOver) this.open();
    return { hub, isListening };
  }

  /** The last of what the present hub wrote. */
  get log(): string {
    return this.current?.log ?? '';
  }

  /** Ends the present hub as a power cut would. */
  async stop(): Promise<void> {
    await this.current?.kill();
  }

  async close(): Promise<void> {
    await this.next?.child.kill();
    await this.current?.kill();
  }

  private newGate(): Promise<void> {
    return new Promise((resolve) => {
      this.open = resolve;
    });
  }
}
