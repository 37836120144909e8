import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import {
  Agent,
  buildConnector,
  type Dispatcher,
  getGlobalDispatcher,
  setGlobalDispatcher,
} from 'undici';
import { AddressNotAllowed } from './address-not-allowed.error.js';
import { isAllowedAddress } from './address-ranges.js';

/** `dns.lookup` for all addresses of a name. */
export type Resolve = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface OutgoingOptions {
  /** Loopback and private addresses may be called: local development and tests. */
  readonly allowPrivate: boolean;
  readonly resolve?: Resolve;
}

const CONNECT_TIMEOUT_MS = 10_000;
const MAX_HEADER_BYTES = 32 * 1024;
/** Per host; a lane waits for its own account long before this. */
const MAX_CONNECTIONS = 128;
/** A name server that says nothing must not hold up who saves a form. */
const VALIDATION_TIMEOUT_MS = 3_000;

/**
 * Every call the hub makes goes out here, and only to public addresses. The check is made by the connector on the
 * address it connects to: a name is resolved once and the connection is made to what was checked, so a name that
 * resolves differently a moment later changes nothing, and a redirect is one more connection.
 */
@Injectable()
export class OutgoingGuard implements OnApplicationShutdown {
  /** Keeps connections alive; does not follow redirects by itself. */
  readonly dispatcher: Dispatcher;
  private readonly agent: Agent;
  private readonly allowed = new Set<string>();
  private readonly resolve: Resolve;
  private replaced: Dispatcher | undefined;

  constructor(private readonly options: OutgoingOptions) {
    this.resolve = options.resolve ?? lookup;
    this.agent = new Agent({
      connect: this.connector(),
      connections: MAX_CONNECTIONS,
      // Under HTTP/2 one lost connection takes every call on it along.
      allowH2: false,
      maxHeaderSize: MAX_HEADER_BYTES,
    });
    this.dispatcher = this.agent;
  }

  get allowsPrivateAddresses(): boolean {
    return this.options.allowPrivate;
  }

  /** Lets the hub call exactly this host and port, whatever its address is. @param origin as in `http://127.0.0.1:4001` */
  allow(origin: string): void {
    this.allowed.add(hostAndPort(new URL(origin)));
  }

  /** True when `allow` was called for the host and port of this address. */
  isAllowed(url: string): boolean {
    const parsed = URL.parse(url);
    return parsed !== null && this.allowed.has(hostAndPort(parsed));
  }

  /** Puts the global `fetch`, and libraries that use it, under the guard, until the application ends. */
  guardGlobalFetch(): void {
    this.replaced ??= getGlobalDispatcher();
    setGlobalDispatcher(this.dispatcher);
  }

  /**
   * For validation when an address is saved. A host that cannot be resolved passes: it may come up later, and the
   * connector checks every connection.
   * @throws AddressNotAllowed when the text is no web address, or one of the host's addresses is not public.
   */
  async assertPublicUrl(url: string): Promise<void> {
    const parsed = URL.parse(url);
    if (!parsed || !/^https?:$/.test(parsed.protocol)) throw new AddressNotAllowed('This text');
    if (this.isExempt(parsed)) return;
    const host = bareHost(parsed.hostname);
    const addresses = isIP(host) ? [host] : await this.addressesOf(host);
    if (!addresses.every(isAllowedAddress)) throw new AddressNotAllowed(parsed.hostname);
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.replaced && getGlobalDispatcher() === this.dispatcher) {
      setGlobalDispatcher(this.replaced);
    }
    await this.agent.destroy();
  }

  private connector(): buildConnector.connector {
    const settings = { timeout: CONNECT_TIMEOUT_MS, allowH2: false };
    const open = buildConnector(settings);
    const checked = buildConnector({ ...settings, lookup: this.lookupPublic });
    return (target, callback) => {
      if (this.isExempt(target)) return open(target, callback);
      const host = bareHost(target.hostname);
      // An address in figures is connected to as it is: it never reaches the look-up.
      if (isIP(host) && !isAllowedAddress(host)) {
        return process.nextTick(callback, new AddressNotAllowed(host), null);
      }
      return checked(target, callback);
    };
  }

  /** What the socket connects to is what this gives: the name is not resolved again. */
  private readonly lookupPublic: LookupFunction = (hostname, options, callback) => {
    this.resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '');
      const open = addresses.filter(({ address }) => isAllowedAddress(address));
      const [first] = open;
      if (!first) return callback(new AddressNotAllowed(hostname), '');
      return options.all ? callback(null, open) : callback(null, first.address, first.family);
    });
  };

  private addressesOf(host: string): Promise<string[]> {
    return new Promise((done) => {
      const timer = setTimeout(done, VALIDATION_TIMEOUT_MS, []);
      this.resolve(host, { all: true }, (error, found) => {
        clearTimeout(timer);
        done(error ? [] : found.map(({ address }) => address));
      });
    });
  }

  private isExempt(target: { protocol: string; hostname: string; port: string }): boolean {
    return this.options.allowPrivate || this.allowed.has(hostAndPort(target));
  }
}

const bareHost = (hostname: string): string => hostname.replace(/^\[|\]$/g, '');

/** undici gives an IPv6 host without brackets, a URL with them. */
const hostAndPort = (target: { protocol: string; hostname: string; port: string }): string =>
  `${bareHost(target.hostname).toLowerCase()} ${target.port || (target.protocol === 'https:' ? '443' : '80')}`;
