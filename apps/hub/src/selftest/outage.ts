import type { Sandbox } from '@storewire/sandbox';
import type { Dice } from './dice.js';

/** What SALESmanago does to the calls of a round. */
export const FAULT_MODES = ['none', 'refused', 'hanging', 'answer lost'] as const;
export type FaultMode = (typeof FAULT_MODES)[number];

const PATHS = ['contact/upsert', '*ContactExtEvent', '*atch*', undefined] as const;
/** Calls that carry many records. */
const BATCH_PATH = '*atch*';
const EVENT_PATH = '*ContactExtEvent';

/** Breaks the sandbox and mends it. */
export class Outage {
  private isRefusing = false;

  constructor(
    private readonly sandbox: Sandbox,
    private readonly port: number,
  ) {}

  /** @param target calls that have to be hit for the point of the round to be reached. */
  async begin(mode: FaultMode, dice: Dice, target?: 'batches' | 'events'): Promise<void> {
    const path =
      target === 'batches' ? BATCH_PATH : target === 'events' ? EVENT_PATH : dice.pick(PATHS);
    const rule = { ...(path ? { path } : {}), count: dice.between(1, 2) };
    switch (mode) {
      case 'none':
        break;
      case 'refused':
        // Nobody listens at the port: the connection is refused before a byte is sent.
        this.isRefusing = true;
        await this.sandbox.close();
        break;
      case 'hanging':
        this.sandbox.faults.add({ kind: 'hang', apply: dice.chance(0.5), ...rule });
        break;
      case 'answer lost':
        this.sandbox.faults.add({ kind: 'applyThenReset', ...rule });
        break;
    }
  }

  async end(): Promise<void> {
    this.sandbox.faults.clear();
    if (!this.isRefusing) return;
    await this.sandbox.listen({ port: this.port });
    this.isRefusing = false;
  }
}
