import { isIP } from 'node:net';
import { Injectable } from '@nestjs/common';
import { normaliseEndpoint, SalesmanagoError } from '@storewire/salesmanago';
import { type FieldProblem, ProblemException } from '../access/problem.js';
import { AddressNotAllowed } from '../outgoing/address-not-allowed.error.js';
import { isAllowedAddress } from '../outgoing/address-ranges.js';
import { OutgoingGuard } from '../outgoing/outgoing-guard.js';

/** Hosts that the vendor's own guide knows by their first label. */
const KNOWN_LABELS = new Set(['www', 'app2', 'app3']);

/** Which addresses an account may have. */
@Injectable()
export class AccountAddress {
  constructor(private readonly outgoing: OutgoingGuard) {}

  /**
   * The origins of what was entered; fields that are absent stay absent.
   * @throws ProblemException 422 with every field that is no address, not https, or not public.
   */
  async read<K extends string>(
    entered: Readonly<Record<K, string | undefined>>,
  ): Promise<Record<K, string | undefined>> {
    const errors: FieldProblem[] = [];
    const origins: Partial<Record<K, string | undefined>> = {};
    for (const [field, text] of Object.entries(entered) as [K, string | undefined][]) {
      const result = text === undefined ? undefined : await this.check(field, text);
      if (typeof result === 'object') errors.push(result);
      else origins[field] = result;
    }
    if (errors.length > 0) {
      throw new ProblemException({
        status: 422,
        code: 'ADDRESS_REFUSED',
        detail: 'The hub cannot use an address that was entered; errors names it.',
        next: 'fixSettings',
        errors,
      });
    }
    return origins as Record<K, string | undefined>;
  }

  /** What the guide says about hosts that SALESmanago has to prepare first. */
  warningsOf(origin: string): string[] {
    const { hostname } = new URL(origin);
    if (isIP(hostname) || KNOWN_LABELS.has(hostname.split('.')[0] ?? '')) return [];
    return [
      `${hostname} is not one of SALESmanago's usual hosts (www, app2, app3): ask SALESmanago support whether integrations are enabled on it.`,
    ];
  }

  private async check(field: string, text: string): Promise<string | FieldProblem> {
    let origin: string;
    try {
      origin = normaliseEndpoint(text, field);
      await this.outgoing.assertPublicUrl(origin);
    } catch (error) {
      if (error instanceof AddressNotAllowed) {
        return { path: field, message: error.advice };
      }
      if (!(error instanceof SalesmanagoError)) throw error;
      return { path: field, message: 'must be the address of a server.' };
    }
    return this.mayBePlain(origin) ? origin : { path: field, message: 'must be an https address.' };
  }

  /** Plain http is for development, and for the demo's own host: a private one that was just not refused. */
  private mayBePlain(origin: string): boolean {
    const { protocol, hostname } = new URL(origin);
    if (protocol === 'https:' || this.outgoing.allowsPrivateAddresses) return true;
    const host = hostname.replace(/^\[|\]$/g, '');
    return isIP(host) !== 0 && !isAllowedAddress(host);
  }
}
