// A child process that sends signed webhooks over plain sockets: an HTTP library would cost the generator more than
// the server spends. One request at a time per connection, the next as soon as the answer is there.
import { connect } from 'node:net';
import { signedRequest } from './shopify-orders.mjs';

process.on('message', async (job) => {
  try {
    process.send({ result: await run(job) });
  } catch (error) {
    process.send({ error: error.message });
  }
});
// Nothing of a benchmark outlives it.
process.on('disconnect', () => process.exit());
process.send({ ready: true });

/**
 * With `shops` the n-th message goes to the n-th of them, round and round, in place of `path`.
 *
 * @param {{ port: number, path?: string, shops?: { path: string, shopDomain: string }[], connections: number, first: number, count?: number, forMs?: number, perSecond?: number }} job
 */
async function run(job) {
  const shops = job.shops ?? [{ path: job.path }];
  const to = (n) => ({ ...shops[n % shops.length], host: `127.0.0.1:${job.port}` });
  const state = { next: job.first, end: job.first + (job.count ?? Number.MAX_SAFE_INTEGER) };
  const latencies = [];
  const statuses = {};
  const startedAt = performance.now();
  const until = job.forMs === undefined ? Number.POSITIVE_INFINITY : startedAt + job.forMs;
  const onAnswer = (status, ms) => {
    statuses[status] = (statuses[status] ?? 0) + 1;
    latencies.push(ms);
  };
  const due = (n) => startedAt + ((n - job.first) / job.perSecond) * 1000;
  const take = () => {
    if (state.next >= state.end || performance.now() >= until) return undefined;
    const n = state.next++;
    return { n, at: job.perSecond ? due(n) : 0 };
  };
  await Promise.all(
    Array.from({ length: job.connections }, () => oneConnection(job.port, to, take, onAnswer)),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    sent: latencies.length,
    seconds,
    statuses,
    next: state.next,
    latencies: quantiles(latencies),
  };
}

function oneConnection(port, to, take, onAnswer) {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    let startedAt = 0;
    let received = '';
    const send = () => {
      const job = take();
      if (!job) return socket.end();
      const wait = job.at - performance.now();
      if (wait > 1) setTimeout(write, wait, job);
      else write(job);
    };
    const write = ({ n, at }) => {
      const request = signedRequest(to(n), n);
      // With a fixed rate the clock starts when the request was due, so that a stall counts for all who waited.
      startedAt = at || performance.now();
      socket.write(request);
    };
    socket.on('connect', send);
    socket.on('data', (chunk) => {
      received += chunk.latin1Slice();
      const end = received.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
      if (received.length < end + 4 + length) return;
      onAnswer(Number(received.slice(9, 12)), performance.now() - startedAt);
      received = '';
      send();
    });
    socket.on('close', resolve);
    socket.on('error', reject);
  });
}

function quantiles(latencies) {
  const sorted = Float64Array.from(latencies).sort();
  const at = (q) => sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) };
}
