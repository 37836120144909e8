import { readFile } from 'node:fs/promises';
import { fromYaml } from './configuration-file.js';
import type { PlannedChange } from './configuration-plan.js';

export interface ApplyOptions {
  readonly file: string;
  /** Where the hub is. */
  readonly url: string;
  /** Id or name; with an operator's key only. */
  readonly tenant?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

/** Why nothing was applied, as lines for the terminal. */
export class ApplyFailed extends Error {
  override readonly name = 'ApplyFailed';
}

interface Problem {
  readonly detail?: string;
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
}

/**
 * Applies a configuration file (YAML or JSON) to a running hub. A value `${NAME}` is taken from the environment, so
 * that secrets need not stand in the file.
 *
 * @param env holds the API key as `STOREWIRE_API_KEY`.
 * @returns lines that say what was (or would be) done.
 * @throws ApplyFailed with every problem the hub named.
 */
export async function applyFile(options: ApplyOptions, env: NodeJS.ProcessEnv): Promise<string[]> {
  const key = env.STOREWIRE_API_KEY;
  if (!key) throw new ApplyFailed('Set STOREWIRE_API_KEY to an API key of the hub.');
  const file = withEnvironment(await readGiven(options.file), env);
  const ask = caller(options.url, key);
  const { id, name } = await tenantOf(ask, options.tenant, file);
  if (id === undefined && options.dryRun)
    return [`Would make tenant ${name}, with all of the file`];
  const tenantId = id ?? (await ask<{ id: string }>('POST', '/tenants', { name })).id;
  const query = options.dryRun ? '?dryRun=true' : '';
  const { changes } = await ask<{ changes: readonly PlannedChange[] }>(
    'PUT',
    `/tenants/${tenantId}/configuration${query}`,
    file,
  );
  const lines = changes.flatMap((change) => describe(change, options.dryRun === true));
  if (id === undefined) return [`Made tenant ${name}`, ...lines];
  return lines.length > 0 ? lines : ['Nothing to change.'];
}

async function readGiven(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw new ApplyFailed(`${path} cannot be read.`);
  }
  try {
    return await fromYaml(text);
  } catch (error) {
    throw new ApplyFailed(`${path} is neither YAML nor JSON: ${(error as Error).message}`);
  }
}

const VARIABLE = /^\$\{([A-Za-z_]\w*)\}$/;

function withEnvironment(given: unknown, env: NodeJS.ProcessEnv): unknown {
  const missing = new Set<string>();
  const fill = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(fill);
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner)]));
    }
    const name = typeof value === 'string' ? VARIABLE.exec(value)?.[1] : undefined;
    if (name === undefined) return value;
    if (!env[name]) missing.add(name);
    return env[name];
  };
  const filled = fill(given);
  if (missing.size > 0) {
    throw new ApplyFailed(
      `The file asks for variables that are not set: ${[...missing].join(', ')}.`,
    );
  }
  return filled;
}

type Ask = <T>(method: string, path: string, body?: unknown) => Promise<T>;

const caller =
  (url: string, key: string): Ask =>
  async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    let response: Response;
    try {
      response = await fetch(`${url.replace(/\/+$/, '')}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch {
      throw new ApplyFailed(`No hub answers at ${url}.`);
    }
    const answer = (await response.json().catch(() => ({}))) as T & Problem;
    if (response.ok) return answer;
    const lines = (answer.errors ?? []).map(({ path: at, message }) => `  ${at}: ${message}`);
    throw new ApplyFailed(
      [answer.detail ?? `The hub answered ${response.status}.`, ...lines].join('\n'),
    );
  };

/**
 * The tenant of the key; with an operator's key the one that is named, or that the file names. Without an id: the file
 * names one that is not there yet. One that was named on the command line is there, or it is a slip.
 */
async function tenantOf(
  ask: Ask,
  wanted: string | undefined,
  file: unknown,
): Promise<{ readonly id?: string; readonly name: string }> {
  const me = await ask<{ tenantId: string | null }>('GET', '/me');
  if (me.tenantId) return { id: me.tenantId, name: me.tenantId };
  const name = wanted ?? (file as { tenant?: { name?: string } } | null)?.tenant?.name;
  if (!name) throw new ApplyFailed('Name the tenant with --tenant <id or name>.');
  const found: { id: string; name: string }[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { items: { id: string; name: string }[]; nextCursor: string | null } = await ask(
      'GET',
      `/tenants?limit=200&cursor=${encodeURIComponent(cursor)}`,
    );
    found.push(...page.items.filter((tenant) => tenant.id === name || tenant.name === name));
    cursor = page.nextCursor;
  }
  const [tenant, ...others] = found;
  if (!tenant && wanted) throw new ApplyFailed(`There is no tenant ${wanted}.`);
  if (others.length > 0) throw new ApplyFailed(`Several tenants are called ${name}; give the id.`);
  return tenant ?? { name };
}

function describe({ kind, name, action, fields }: PlannedChange, isDryRun: boolean): string[] {
  const verbs = { create: ['Would make', 'Made'], update: ['Would change', 'Changed'] } as const;
  const verb = verbs[action][isDryRun ? 0 : 1];
  return [
    `${verb} ${kind} ${name}`,
    ...(action === 'create'
      ? []
      : fields.map(
          ({ field, before, after }) =>
            `  ${field}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`,
        )),
  ];
}
