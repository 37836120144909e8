// The emulator of SALESmanago in a process of its own, without logs: a benchmark reads its counters, and may make it
// hang.
import { createSandbox, DEFAULT_ACCOUNT } from '@storewire/sandbox';

const sandbox = createSandbox({ logRequests: false, operationsPerContact: 0 });
await sandbox.listen();

process.on('message', (question) => {
  if (question === 'hang') sandbox.faults.add({ kind: 'hang' });
  if (question === 'recover') sandbox.faults.clear();
  process.send({ result: sandbox.stats() });
});
process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => void sandbox.close().then(() => process.exit(0)));
process.send({
  url: sandbox.url,
  clientId: DEFAULT_ACCOUNT.clientId,
  apiSecret: DEFAULT_ACCOUNT.apiSecret,
  owner: DEFAULT_ACCOUNT.owners[0],
});
