import { cpuSeconds, startChild } from '../rig/child.mjs';
import { startHub } from '../rig/hub.mjs';
import { inTempFolder, row, until } from '../rig/measure.mjs';
import { shopifyStore } from '../rig/shopify-store.mjs';

const CONNECTIONS = 32;
const LIMIT_MS = 15 * 60_000;
const generator = new URL('../rig/generator.mjs', import.meta.url);
const sandboxScript = new URL('../rig/sandbox-child.mjs', import.meta.url);

/**
 * From the webhook to SALESmanago on two cores, the emulator and the generator on the same two: every message is a
 * new person with a paid order, so it is a contact and a PURCHASE. Then a small and a large backlog, made while the
 * account is paused, and drained.
 */
export const endToEnd = async (quick) => {
  const sustained = quick ? 4_000 : 30_000;
  const small = quick ? 1_000 : 2_000;
  const large = quick ? 6_000 : 200_000;
  const flow = await withHub(async ({ send, settled, hub }) => {
    const cpuBefore = cpuSeconds(hub.pid);
    const startedAt = performance.now();
    await send(sustained);
    await settled();
    const seconds = (performance.now() - startedAt) / 1000;
    return {
      perSecond: sustained / seconds,
      cpuMs: ((cpuSeconds(hub.pid) - cpuBefore) / sustained) * 1000,
    };
  });
  const drain = (count) =>
    withHub(async ({ send, settled, pause, resume }) => {
      await pause();
      await send(count);
      const startedAt = performance.now();
      await resume();
      await settled();
      return count / ((performance.now() - startedAt) / 1000);
    });
  const slow = await drain(small);
  const fast = await drain(large);
  return [
    row('end to end, sustained', flow.perSecond, { unit: '/s', atLeast: 1_000 }),
    row('CPU of the hub per message', flow.cpuMs, { unit: 'ms' }),
    row(`backlog of ${small}, drained`, slow, { unit: '/s' }),
    row(`backlog of ${large}, drained`, fast, { unit: '/s' }),
    row(`backlog of ${large} to backlog of ${small}`, fast / slow, { atLeast: 0.8 }),
  ];
};

const withHub = (work) =>
  inTempFolder(async (dataDir) => {
    const sandbox = await startChild(sandboxScript);
    const hub = await startHub({ dataDir });
    const load = await startChild(generator);
    try {
      const { url: endpoint, clientId, apiSecret, owner } = sandbox.first;
      const account = { endpoint, clientId, apiSecret, owner, callsPerSecond: 100, concurrency: 4 };
      const store = await shopifyStore(hub, account);
      let first = 1_000_000;
      let expected = 0;
      const send = async (count) => {
        const result = await load.ask({
          port: hub.port,
          path: store.path,
          connections: CONNECTIONS,
          first,
          count,
        });
        first += count;
        expected += count;
        if (result.statuses[200] !== count) throw new Error('not every message was accepted');
      };
      const settled = () =>
        until(async () => (await sandbox.ask('stats')).eventsAdded >= expected, LIMIT_MS, 50);
      const answer = await work({
        hub,
        send,
        settled,
        // A wrong secret pauses the account with the first call; the right one and a passed check resume it.
        pause: () => hub.api('PATCH', store.accountPath, { apiSecret: 'wrong' }),
        resume: async () => {
          await hub.api('PATCH', store.accountPath, { apiSecret });
          await hub.api('POST', `${store.accountPath}/check`);
        },
      });
      await until(async () => (await store.ledger()).pending === 0, LIMIT_MS);
      const { duplicates, eventsAdded } = await sandbox.ask('stats');
      if (duplicates > 0 || eventsAdded !== expected) {
        throw new Error(`sent ${eventsAdded} of ${expected}, ${duplicates} twice`);
      }
      return answer;
    } finally {
      await Promise.all([load.stop(), hub.stop(), sandbox.stop()]);
    }
  });
