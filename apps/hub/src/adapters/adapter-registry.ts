import { readFileSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import type { AnyAdapter } from '@storewire/core';
import { InvalidEnvironment } from '../config.js';

const PREFIX = '@storewire/adapter-';
const NOT_A_PLATFORM = `${PREFIX}kit`;
const VARIABLE = 'STOREWIRE_ADAPTERS';

/** One installed package with what it declares. */
export interface AdapterPackage {
  /** As in `@storewire/adapter-magento`. */
  readonly name: string;
  readonly adapters: readonly AnyAdapter[];
}

/** The platforms this hub knows: what is installed, narrowed by `STOREWIRE_ADAPTERS`. */
@Injectable()
export class AdapterRegistry {
  private readonly byPlatform: ReadonlyMap<string, AnyAdapter>;

  constructor(adapters: readonly AnyAdapter[]) {
    this.byPlatform = new Map(adapters.map((adapter) => [adapter.id, adapter]));
  }

  /** @param platform id of the platform, as stores have it. */
  get(platform: string): AnyAdapter | undefined {
    return this.byPlatform.get(platform);
  }

  /** In the order of their ids. */
  list(): readonly AnyAdapter[] {
    return [...this.byPlatform.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /**
   * Loads the adapters among the hub's own dependencies.
   * @param wanted ids, package names or families (`magento`); all when absent.
   * @throws InvalidEnvironment with every name that is not installed.
   */
  static async load(wanted: readonly string[] | undefined): Promise<AdapterRegistry> {
    const names = packageNames();
    // Packages that nobody asked for cost time and memory; a platform of a family is found only inside its package.
    const named = await readPackages(
      names.filter((name) => wanted?.some((one) => isCalled(name, one))),
    );
    const areAllNamed = wanted?.every((one) => named.some(({ name }) => isCalled(name, one)));
    const installed = areAllNamed ? named : await readPackages(names);
    return new AdapterRegistry(selectAdapters(installed, wanted));
  }
}

/** The adapters that `wanted` names. @throws InvalidEnvironment with every name that is not installed. */
export function selectAdapters(
  installed: readonly AdapterPackage[],
  wanted: readonly string[] | undefined,
): AnyAdapter[] {
  const all = installed.flatMap(({ adapters }) => adapters);
  if (!wanted) return all;
  const chosen = new Set<AnyAdapter>();
  const unknown = wanted.filter((name) => {
    const found = installed.flatMap((entry) =>
      isCalled(entry.name, name)
        ? entry.adapters
        : entry.adapters.filter((adapter) => adapter.id === name),
    );
    for (const adapter of found) chosen.add(adapter);
    return found.length === 0;
  });
  if (unknown.length) {
    const known = all.map((adapter) => adapter.id).sort();
    throw new InvalidEnvironment(
      unknown.map((name) => ({
        path: VARIABLE,
        message: `there is no adapter ${name}; installed are ${known.join(', ') || 'none'}.`,
      })),
    );
  }
  return [...chosen];
}
/** A package goes by its name and by the part after the prefix. */
const isCalled = (packageName: string, name: string): boolean =>
  name === packageName || name === packageName.slice(PREFIX.length);

function packageNames(): string[] {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { dependencies } = JSON.parse(text) as { dependencies: Record<string, string> };
  return Object.keys(dependencies).filter(
    (name) => name.startsWith(PREFIX) && name !== NOT_A_PLATFORM,
  );
}

async function readPackages(names: readonly string[]): Promise<AdapterPackage[]> {
  const read = await Promise.all(names.map(readPackage));
  return read.filter((found) => found !== undefined);
}

/** `undefined` where it was left out of the installation; a package that is there and broken stops the start. */
async function readPackage(name: string): Promise<AdapterPackage | undefined> {
  try {
    const module = (await import(name)) as { default: AnyAdapter | readonly AnyAdapter[] };
    return { name, adapters: [module.default].flat() as AnyAdapter[] };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isLeftOut = code === 'ERR_MODULE_NOT_FOUND' && message.includes(`package '${name}'`);
    if (isLeftOut) return undefined;
    throw error;
  }
}
