import woocommerce from '@storewire/adapter-woocommerce';
import type { AnyAdapter } from '@storewire/core';
import { AdapterRegistry } from '../adapters/adapter-registry.js';
import { DemoService } from '../demo/demo.service.js';
import { DemoOptions } from '../demo/demo-options.js';
import type { DemoWorld } from '../demo/demo-world.js';
import { LiveLine } from '../demo/live-line.js';
import { startTestHub, type TestHub } from './test-hub.js';
import { until } from './until.js';

export interface DemoHub extends TestHub {
  readonly demo: DemoService;
  /** What was written to the terminal. */
  readonly printed: readonly string[];
}

/** In a hurry: the demo store is on this machine and has no other callers. */
const QUICK = Object.assign({}, woocommerce, { rate: { callsPerSecond: 1_000, concurrency: 8 } });

/** A world that is small and where nothing happens by itself. */
const SMALL = { customers: 40, orders: 60, everyMs: 3_600_000, usesNeighbourPorts: false };

/** A hub with the demo, as somebody starts it: no private address is allowed. */
export async function startDemoHub(env: Readonly<Record<string, string>> = {}): Promise<DemoHub> {
  const printed: string[] = [];
  const line: Pick<LiveLine, 'isLive' | 'print' | 'show' | 'end'> = {
    isLive: false,
    print: (text) => void printed.push(text),
    show: (text) => void printed.push(text),
    end: () => {},
  };
  const hub = await startTestHub({
    // An empty value counts as unset.
    env: { STOREWIRE_DEMO: '', STOREWIRE_ALLOW_PRIVATE_ADDRESSES: 'false', ...env },
    override: (builder) =>
      builder
        .overrideProvider(DemoOptions)
        .useValue(SMALL)
        .overrideProvider(AdapterRegistry)
        .useValue(new AdapterRegistry([QUICK as unknown as AnyAdapter]))
        .overrideProvider(LiveLine)
        .useValue(line),
  });
  return { ...hub, demo: hub.app.get(DemoService), printed };
}

/** Some hundred calls. */
const SETTLED_IN_MS = 60_000;

/** The world of a demo that is on and has nothing under way: both exports done, every message settled. */
export async function settledWorld({ demo, api }: DemoHub): Promise<DemoWorld> {
  const isSettled = async () => {
    const { tenantId, storeId } = demo.store ?? {};
    if (!tenantId || demo.world?.store.webhooks.pendingCount !== 0) return false;
    const base = `/api/v1/tenants/${tenantId}/stores/${storeId}`;
    const { body: exports } = await api('GET', `${base}/exports`);
    const { body: ledger } = await api('GET', `${base}/ledger`);
    const done = exports.items.filter(({ state }: { state: string }) => state === 'done');
    return done.length === 2 && ledger.pending === 0;
  };
  await until('the demo has settled', isSettled, SETTLED_IN_MS);
  return demo.world as DemoWorld;
}
