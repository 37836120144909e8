/** Version of all bridges; it stands in `package.json` alone. */
export const BRIDGE_VERSION: string;

export interface Bridge {
  readonly id: 'prestashop' | 'magento1' | 'magento2';
  /** Platform ids whose stores it serves. */
  readonly platforms: readonly string[];
  /** Field of the connection that names the storefront, where the store itself does not. */
  readonly storefrontField: string | undefined;
}

export const BRIDGES: readonly Bridge[];

/** What one store's module needs to know; the secrets are in the package in plain text. */
export interface BridgeKeys {
  /** Names the key file; letters, digits and `-`. A package of another store of the shop adds its own file. */
  readonly storeId: string;
  /** The platform's id of the storefront; `null` for the whole shop. */
  readonly storefront: string | null;
  readonly inboundUrl: string;
  readonly secret: string;
  /** What requests of the hub are signed with; without it, `secret`. */
  readonly routeSecret?: string;
  readonly trackerUrl?: string;
  readonly trackerSecret?: string;
}

/** The bridge of a platform; `undefined` where there is none. */
export function bridgeOf(platform: string): Bridge | undefined;

/** Text of a key file: PHP that returns an array, so that nothing shows when it is opened on the web. */
export function keyFile(keys: BridgeKeys): string;

/** The installable zip: the same bytes for the same version and keys. Without keys the module waits for them. */
export function packageBridge(id: Bridge['id'], keys?: BridgeKeys): Uint8Array;

/** A zip of text files by path: the same bytes for the same files. */
export function zipFiles(files: ReadonlyMap<string, string>): Uint8Array;
