import { XMLParser } from 'fast-xml-parser';
import { WebserviceError } from './selection.js';
import { RESOURCES, type Row } from './tables.js';

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false });
const REQUIRED = ['passwd', 'lastname', 'firstname', 'email'];
const NUMBERS = ['id_shop', 'id_shop_group', 'id_lang', 'id_default_group', 'active', 'newsletter'];
const ZERO = /^0000-00-00/;

export interface WriteRules {
  readonly knowsPatch: boolean;
  /** Older versions refuse the zero dates that they gave. */
  readonly refusesZeroDates: boolean;
}

/**
 * PUT and PATCH of a customer as PrestaShop does them: only XML, the id in the body decides, PUT empties what is left
 * out, and another password hash is a new password.
 */
export function writeCustomer(
  customers: Row[],
  method: string,
  body: string,
  now: string,
  { knowsPatch, refusesZeroDates }: WriteRules,
): Row {
  if (method === 'PATCH' && !knowsPatch) throw new WebserviceError(405, [23]);
  const given = customerIn(body);
  if (given.id === undefined) throw new WebserviceError(400, [90]);
  const row = customers.find(({ id }) => String(id) === given.id);
  if (!row) throw new WebserviceError(404, [92]);
  if (given.newsletter !== undefined && !/^[01]?$/.test(given.newsletter)) {
    throw new WebserviceError(400, [85]);
  }
  if (refusesZeroDates && Object.values(given).some((value) => ZERO.test(value))) {
    throw new WebserviceError(400, [85]);
  }
  if (method === 'PUT') {
    if (REQUIRED.some((field) => !given[field])) throw new WebserviceError(400, [41]);
    for (const field of RESOURCES.customers?.fields ?? []) {
      if (
        given[field] === undefined &&
        !['date_add', 'secure_key', 'last_passwd_gen'].includes(field)
      ) {
        row[field] = NUMBERS.includes(field) ? '0' : null;
      }
    }
    if (given.passwd !== row.passwd) given.passwd = `rehashed ${given.passwd}`;
  }
  for (const field of RESOURCES.customers?.fields ?? []) {
    if (given[field] !== undefined && field !== 'date_add') row[field] = given[field];
  }
  row.date_upd = now;
  return row;
}

function customerIn(body: string): Record<string, string> {
  if (!body.trimStart().startsWith('<')) throw new WebserviceError(500, [3, 3, 127]);
  const parsed = parser.parse(body) as { prestashop?: { customer?: Record<string, unknown> } };
  const { associations: _kept, ...fields } = parsed.prestashop?.customer ?? {};
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, String(value ?? '')]),
  );
}
