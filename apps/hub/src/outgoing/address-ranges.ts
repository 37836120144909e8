import { BlockList, isIP } from 'node:net';

/**
 * IPv4 ranges that are not the public internet.
 * @see https://www.iana.org/assignments/iana-ipv4-special-registry
 */
const IPV4_SPECIAL: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8], // unspecified, "this network"
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // shared by carriers
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local, with the metadata services of clouds
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // relays of 6to4
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
];

/**
 * What is special inside IPv6's global unicast range 2000::/3. Everything outside that range is refused as a whole:
 * ::, ::1, mapped and translated IPv4 (::ffff:0:0/96, 64:ff9b::/96), fc00::/7, fe80::/10, ff00::/8.
 * @see https://www.iana.org/assignments/iana-ipv6-special-registry
 */
const IPV6_SPECIAL: readonly (readonly [network: string, prefix: number])[] = [
  ['2001::', 23], // Teredo and other protocol assignments
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4: holds an IPv4 address
  ['3fff::', 20], // documentation
];

const listOf = (ranges: typeof IPV4_SPECIAL, family: 'ipv4' | 'ipv6'): BlockList => {
  const list = new BlockList();
  for (const [network, prefix] of ranges) list.addSubnet(network, prefix, family);
  return list;
};

// One list per family: a BlockList with both takes every IPv4 address for its mapped IPv6 form.
const ipv4Special = listOf(IPV4_SPECIAL, 'ipv4');
const ipv6Special = listOf(IPV6_SPECIAL, 'ipv6');
const ipv6Global = listOf([['2000::', 3]], 'ipv6');

/** True for an address of the public internet; false for every other one, and for text that is no address. */
export function isAllowedAddress(ip: string): boolean {
  switch (isIP(ip)) {
    case 4:
      return !ipv4Special.check(ip, 'ipv4');
    case 6: {
      const bare = ip.replace(/%.*$/, '');
      return ipv6Global.check(bare, 'ipv6') && !ipv6Special.check(bare, 'ipv6');
    }
    default:
      return false;
  }
}
