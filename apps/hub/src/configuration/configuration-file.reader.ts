import type { FieldProblem } from '../access/problem.js';
import { CONFIGURATION_VERSION, type ConfigurationFile } from './configuration-file.js';

type Entry = Readonly<Record<string, unknown>>;

const KEYS = [
  'version',
  'tenant',
  'settings',
  'accounts',
  'connections',
  'stores',
  'secretsLeftOut',
];
const STORE_KEYS = ['name', 'platform', 'account', 'connection', 'storefront', 'settings'];
const CONNECTION_KEYS = ['name', 'platform', 'values'];

/** Reads the form of a file; what the values mean is checked when the plan is made. */
export function readConfiguration(given: unknown): {
  file: ConfigurationFile;
  problems: FieldProblem[];
} {
  const problems: FieldProblem[] = [];
  if (!isObject(given)) {
    problems.push({ path: '', message: 'must be an object with version, accounts, stores.' });
    return { file: { version: CONFIGURATION_VERSION }, problems };
  }
  if (given.version !== CONFIGURATION_VERSION) {
    problems.push({ path: 'version', message: `must be ${CONFIGURATION_VERSION}.` });
  }
  for (const key of Object.keys(given)) {
    if (!KEYS.includes(key)) problems.push({ path: key, message: 'is not a known key.' });
  }
  if (given.settings !== undefined && !isObject(given.settings)) {
    problems.push({ path: 'settings', message: 'must be an object.' });
  }
  const file = {
    version: CONFIGURATION_VERSION,
    settings: isObject(given.settings) ? given.settings : {},
    accounts: entries(given, 'accounts', problems),
    connections: entries(given, 'connections', problems),
    stores: entries(given, 'stores', problems),
  };
  check(file.connections, 'connections', CONNECTION_KEYS, ['platform'], ['values'], problems);
  check(
    file.stores,
    'stores',
    STORE_KEYS,
    ['platform', 'account', 'connection'],
    ['settings'],
    problems,
  );
  return { file: file as unknown as ConfigurationFile, problems };
}

function entries(given: Entry, key: string, problems: FieldProblem[]): Entry[] {
  const list = given[key] ?? [];
  if (!Array.isArray(list)) {
    problems.push({ path: key, message: 'must be a list.' });
    return [];
  }
  return list.map((entry, i) => {
    if (isObject(entry) && typeof entry.name === 'string' && entry.name.trim() !== '') return entry;
    problems.push({ path: `${key}[${i}].name`, message: 'is needed: entries are found by it.' });
    return { ...(isObject(entry) ? entry : {}), name: `${key}[${i}]` };
  });
}

function check(
  list: readonly Entry[],
  path: string,
  known: readonly string[],
  texts: readonly string[],
  objects: readonly string[],
  problems: FieldProblem[],
): void {
  for (const [i, entry] of list.entries()) {
    const tell = (key: string, message: string): void =>
      void problems.push({ path: `${path}[${i}].${key}`, message });
    for (const key of Object.keys(entry))
      if (!known.includes(key)) tell(key, 'is not a known key.');
    for (const key of texts) if (typeof entry[key] !== 'string') tell(key, 'is needed, as text.');
    for (const key of objects) {
      if (entry[key] !== undefined && !isObject(entry[key])) tell(key, 'must be an object.');
    }
    const { storefront = null } = entry;
    if (storefront !== null && typeof storefront !== 'string') tell('storefront', 'must be text.');
  }
}

const isObject = (value: unknown): value is Entry =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
