/** The version of the format; another one is refused. */
export const CONFIGURATION_VERSION = 1;

/** An account as the file has it. Secrets are taken in and never written out. */
export interface FileAccount {
  readonly name: string;
  readonly endpoint?: string;
  readonly clientId?: string;
  readonly owner?: string;
  readonly v3Endpoint?: string | null;
  readonly callsPerSecond?: number;
  readonly concurrency?: number;
  readonly timeoutSeconds?: number;
  readonly lookUpSeconds?: readonly number[];
  readonly retryWindowMinutes?: number;
  readonly apiSecret?: string;
  readonly v3ApiKey?: string;
}

/** Credentials of a shop, which several stores may share; `name` is what stores call it by. */
export interface FileConnection {
  readonly name: string;
  readonly platform: string;
  readonly values?: Readonly<Record<string, unknown>>;
}

export interface FileStore {
  readonly name: string;
  readonly platform: string;
  /** Name of an account. */
  readonly account: string;
  /** Name of a connection. */
  readonly connection: string;
  readonly storefront?: string | null;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Everything that is configured for a tenant, without secrets. */
export interface ConfigurationFile {
  readonly version: number;
  readonly tenant?: { readonly name?: string };
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly accounts?: readonly FileAccount[];
  readonly connections?: readonly FileConnection[];
  readonly stores?: readonly FileStore[];
  /** Says which secrets exist and do not stand here; ignored when the file is applied. */
  readonly secretsLeftOut?: readonly string[];
}

export const YAML_TYPE = /^(?:application|text)\/(?:x-)?yaml(?:\s*;|$)/i;

export async function toYaml(file: ConfigurationFile): Promise<string> {
  const { stringify } = await import('yaml');
  return stringify(file, { lineWidth: 0 });
}

/** @throws Error when the text is not YAML, or nests aliases to blow up. */
export async function fromYaml(text: string): Promise<unknown> {
  const { parse } = await import('yaml');
  return parse(text, { maxAliasCount: 100 });
}
