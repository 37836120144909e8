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
    const installed = await Promise.all(installedPackages().map(readPackage));
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
      name === entry.name || name === entry.name.slice(PREFIX.length)
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

function installedPackages(): string[] {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { dependencies } = JSON.parse(text) as { dependencies: Record<string, string> };
  return Object.keys(dependencies).filter(
    (name) => name.startsWith(PREFIX) && name !== NOT_A_PLATFORM,
  );
}

async function readPackage(name: string): Promise<AdapterPackage> {
  const module = (await import(name)) as { default: AnyAdapter | readonly AnyAdapter[] };
  return { name, adapters: [module.default].flat() as AnyAdapter[] };
}
