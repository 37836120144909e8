import {
  type HubError,
  StoreForbidden,
  StoreRefused,
  StoreUnauthorized,
  StoreUnavailable,
} from '@storewire/core';
import { WsdlUnreachable } from '../setup.error.js';
import type { Path } from './operations.js';

export const ACCESS_DENIED = '2';
export const SESSION_EXPIRED = '5';
const INTERNAL = ['0', '1'];
/** Codes of each call for "there is no such object". */
export const NOT_THERE: { readonly [P in Path]?: readonly string[] } = {
  'customer_address.list': ['101', '102'],
  'sales_order.info': ['100'],
  'catalog_product.info': ['101'],
  'catalog_product_attribute_media.list': ['101'],
};

/**
 * A fault of the shop's API. Only its code is kept: the text of an internal one is a whole database call, with what
 * it was asked for.
 */
export class Magento1Fault extends Error {
  constructor(readonly faultCode: string) {
    super(`fault ${faultCode}`);
    this.name = 'Magento1Fault';
  }
}

/** What a refused login means. The shop has one code for a wrong user, a wrong key and a user without a role. */
export function loginError(fault: Magento1Fault, baseUrl: string): HubError {
  return fault.faultCode === ACCESS_DENIED
    ? new StoreUnauthorized(
        'the API user or the API key is wrong, or the user is not active or has no role (System > Web Services > SOAP/XML-RPC).',
        fault,
      )
    : callError(fault, 'core_magento.info', baseUrl);
}

/** What a fault of a call means; `path` is the permission as the shop spells it. */
export function callError(fault: Magento1Fault, path: Path, baseUrl: string): HubError {
  const { faultCode } = fault;
  if (faultCode === ACCESS_DENIED) return new StoreForbidden([path], fault);
  if (faultCode === SESSION_EXPIRED) {
    return new StoreUnauthorized('the shop ends each session at once.', fault);
  }
  if (faultCode === 'WSDL') return new WsdlUnreachable(baseUrl, fault);
  if (INTERNAL.includes(faultCode)) {
    return new StoreUnavailable(`internal error at ${path} (fault ${faultCode})`, fault);
  }
  return new StoreRefused(
    `fault ${faultCode} at ${path}; if every call ends so, switch off System > Configuration > Services > Magento Core API > WS-I Compliance`,
    fault,
  );
}
