// Multiplies the settled messages of a hub that is stopped, with everything that hangs on them, until there are as many
// as wanted. Copies are older than their originals, and belong to people and orders of their own.
import Database from 'better-sqlite3';

const TABLES = [
  'message',
  'message_body',
  'decision',
  'command',
  'attempt',
  'effect',
  'contact',
  'consent_entry',
];
/** Ids begin with their time, eight hexadecimal digits of it; a smaller beginning is an older row. */
const OF_ROW = new Set(['id', 'message_id', 'command_id', 'call_id', 'merged_into']);
const OF_PERSON = new Set([
  'message_key',
  'email',
  'reference',
  'external_id',
  'object_key',
  'contact_key',
  'contact_id',
  'effect_key',
  'event_id',
]);

/** @returns how many settled messages there are. */
export function multiplySettled(file, wanted) {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = OFF');
  db.pragma('foreign_keys = OFF');
  const count = () => db.prepare('SELECT COUNT(*) AS n FROM message').get().n;
  const originals = count();
  const statements = TABLES.map((table) => db.prepare(copyOf(db, table)));
  const copy = db.transaction((k) => {
    for (const statement of statements) statement.run({ k });
  });
  for (let k = 1; originals * (k + 1) <= wanted; k += 1) copy(k);
  db.exec(
    'UPDATE store_count SET accepted = (SELECT COUNT(*) FROM message m WHERE m.store_id = store_count.store_id)',
  );
  db.exec('UPDATE store_count SET delivered = accepted - filtered - dead');
  db.pragma('wal_checkpoint(TRUNCATE)');
  const n = count();
  db.close();
  return n;
}

function copyOf(db, table) {
  const columns = db.pragma(`table_info(${table})`).map(({ name }) => name);
  const values = columns.map((name) => {
    if (OF_ROW.has(name)) return `printf('%08x', $k) || substr(${name}, 9)`;
    if (OF_PERSON.has(name)) return `$k || '.' || ${name}`;
    return name;
  });
  // Copies come behind the originals.
  const last = db.prepare(`SELECT MAX(rowid) AS last FROM ${table}`).get().last ?? 0;
  return `INSERT INTO ${table} (${columns.join(', ')}) SELECT ${values.join(', ')} FROM ${table} WHERE rowid <= ${last}`;
}
