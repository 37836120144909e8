import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { residentMb, startChild } from '../rig/child.mjs';
import { freePort, startHub } from '../rig/hub.mjs';
import { fsyncMs, inTempFolder, median, row } from '../rig/measure.mjs';
import { shopifyStore } from '../rig/shopify-store.mjs';

const CONNECTIONS = 64;
const SERVER_CORE = 0;
const GENERATOR_CORE = 1;
const generator = new URL('../rig/generator.mjs', import.meta.url);
const baseline = new URL('./baseline-server.mjs', import.meta.url);

/**
 * Durable intake on one core, against the least a server can do for the same promise, turn by turn in one run. The
 * account is out of reach, so that what is measured is intake with translation and decision going on beside it, but
 * no delivery.
 */
export const intake = (quick) =>
  inTempFolder(async (folder) => {
    const rounds = quick ? 2 : 5;
    const perRound = quick ? 2_000 : 10_000;
    const forMemory = quick ? 4_000 : 200_000;
    const fsync = fsyncMs(folder);
    for (const name of ['bare', 'hub']) mkdirSync(join(folder, name));
    const bare = await startChild(baseline, { core: SERVER_CORE, args: [join(folder, 'bare')] });
    const hub = await startHub({ dataDir: join(folder, 'hub'), core: SERVER_CORE });
    const load = await startChild(generator, { core: GENERATOR_CORE });
    try {
      const unreachable = `http://127.0.0.1:${await freePort()}`;
      const account = {
        endpoint: unreachable,
        clientId: 'bench',
        apiSecret: 'bench',
        owner: 'owner@bench.example',
      };
      const store = await shopifyStore(hub, account);
      let first = 1_000_000;
      const send = async (port, path, count) => {
        const result = await load.ask({ port, path, connections: CONNECTIONS, first, count });
        first += count;
        if (result.statuses[200] !== count) {
          throw new Error(`not every message was accepted: ${JSON.stringify(result.statuses)}`);
        }
        return { perSecond: count / result.seconds, ...result.latencies };
      };
      await send(bare.first.port, '/hooks/x', 1_000);
      await send(hub.port, store.path, 1_000);
      const bares = [];
      const hubs = [];
      for (let i = 0; i < rounds; i += 1) {
        bares.push(await send(bare.first.port, '/hooks/x', perRound));
        hubs.push(await send(hub.port, store.path, perRound));
      }
      const ratio = median(hubs.map((own, i) => own.perSecond / bares[i].perSecond));
      for (let sent = 0; sent < forMemory; sent += 20_000) {
        await send(hub.port, store.path, Math.min(20_000, forMemory - sent));
      }
      const memory = residentMb(hub.pid);
      return [
        row('durable intake, hub to bare server', ratio, { atLeast: 0.5 }),
        row('hub, messages', median(hubs.map((h) => h.perSecond)), { unit: '/s' }),
        row('bare server, messages', median(bares.map((b) => b.perSecond)), { unit: '/s' }),
        row('hub, p99', median(hubs.map((h) => h.p99)), { unit: 'ms' }),
        row('bare server, p99', median(bares.map((b) => b.p99)), { unit: 'ms' }),
        row('one fsync of this disk, p50', fsync.p50, { unit: 'ms' }),
        row('one fsync of this disk, p99', fsync.p99, { unit: 'ms' }),
        row(`resident memory after ${forMemory} messages`, memory, { unit: 'MB', atMost: 250 }),
      ];
    } finally {
      await Promise.all([load.stop(), bare.stop(), hub.stop()]);
    }
  });
