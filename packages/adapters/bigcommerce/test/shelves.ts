import { randomUUID } from 'node:crypto';
import { type Call, failure, type Reply } from './fake-server.js';
import { listV3 } from './lists.js';
import type { Row } from './store-data.js';

/** The webhooks of one API account. */
export class HookShelf {
  rows: Row[] = [];
  #made = 0;

  clear(): void {
    this.rows = [];
  }

  reply(call: Call, id: string | undefined): Reply {
    const { method, path } = call;
    const fields = call.body as Row;
    if (!id && method === 'GET') return listV3(this.rows, call);
    if (!id) return this.#create(path, fields);
    const row = this.rows.find((one) => one.id === Number(id));
    if (!row) return failure(path, 404, 'The requested resource was not found.');
    if (method === 'DELETE') this.rows = this.rows.filter((one) => one !== row);
    else Object.assign(row, fields);
    return { status: 200, body: { data: row, meta: {} } };
  }

  #create(path: string, fields: Row): Reply {
    const destination = URL.parse(String(fields.destination));
    if (destination?.protocol !== 'https:' || destination.port !== '') {
      return failure(path, 422, 'The destination is not valid.', { destination: 'port 443 only' });
    }
    const isThere = (row: Row) =>
      row.scope === fields.scope && row.destination === fields.destination;
    if (this.rows.some(isThere)) return failure(path, 409, 'This webhook exists.');
    const row = { ...fields, id: ++this.#made };
    this.rows.push(row);
    return { status: 200, body: { data: row, meta: {} } };
  }
}

/** The scripts of one API account. Pages of the checkout need a scope of their own. */
export class ScriptShelf {
  rows: (Record<string, unknown> & { uuid: string })[] = [];

  reply(call: Call, uuid: string | undefined, withheld: ReadonlySet<string>): Reply {
    const { method, path } = call;
    const fields = call.body as Record<string, unknown>;
    if (!uuid && method === 'GET') {
      return listV3(
        this.rows.map((row, id) => ({ ...row, id })),
        call,
      );
    }
    if (fields?.visibility === 'all_pages' && withheld.has('store_content_checkout')) {
      return failure(path, 403, "You don't have a required scope to access the endpoint");
    }
    if (!uuid) {
      const row = { channel_id: 1, ...fields, uuid: randomUUID() };
      this.rows.push(row);
      return { status: 200, body: { data: row, meta: {} } };
    }
    const row = this.rows.find((one) => one.uuid === uuid);
    if (!row) return failure(path, 404, 'The requested resource was not found.');
    if (method === 'DELETE') {
      this.rows = this.rows.filter((one) => one !== row);
      return { status: 204 };
    }
    Object.assign(row, fields);
    return { status: 200, body: { data: row, meta: {} } };
  }
}
