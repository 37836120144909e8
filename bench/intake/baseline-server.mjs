// What the hub's intake is measured against: nothing but Fastify, the signature, and SQLite with one fsync per group.
// It does what a 2xx promises (verified, unique, on disk) and not a thing more.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import Fastify from 'fastify';
import { CLIENT_SECRET } from '../rig/shopify-orders.mjs';

const db = new Database(join(process.argv[2], 'baseline.db'));
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.pragma('cache_size = -32768');
db.pragma('wal_autocheckpoint = 4000');
db.exec(`CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  delivery_id TEXT NOT NULL UNIQUE,
  topic TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  body BLOB NOT NULL
)`);
const insert = db.prepare(
  'INSERT INTO message (delivery_id, topic, received_at, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
);
const insertAll = db.transaction((group) => {
  for (const { request } of group) {
    const { headers, body } = request;
    insert.run(headers['x-shopify-webhook-id'], headers['x-shopify-topic'], Date.now(), body);
  }
});

let waiting = [];

/** What came in during one turn of the event loop is committed together. */
function durable(request) {
  return new Promise((resolve) => {
    waiting.push({ request, resolve });
    if (waiting.length === 1) setImmediate(commit);
  });
}

function commit() {
  const group = waiting;
  waiting = [];
  insertAll(group);
  for (const { resolve } of group) resolve();
}

const app = Fastify();
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
app.post('/hooks/:token', async (request, reply) => {
  const given = Buffer.from(request.headers['x-shopify-hmac-sha256'] ?? '', 'base64');
  const own = createHmac('sha256', CLIENT_SECRET).update(request.body).digest();
  if (given.length !== own.length || !timingSafeEqual(given, own)) return reply.code(401).send();
  await durable(request);
  return { status: 'accepted' };
});

await app.listen({ port: 0, host: '127.0.0.1' });
process.send({ port: app.server.address().port });
process.on('disconnect', () => process.exit());
process.on('SIGTERM', () => void app.close().then(() => process.exit(0)));
