import { Injectable } from '@nestjs/common';
import { SalesmanagoError } from '@storewire/salesmanago';
import type { Caller } from '../access/caller.js';
import { ProblemException } from '../access/problem.js';
import { AccountDirectory } from '../accounts/account-directory.js';
import { accountProblem } from '../accounts/account-problem.js';
import { SettingsService } from '../settings/settings.service.js';
import { logoType } from './logo-image.js';
import { StoreDirectory } from './store-directory.js';

/** S12: the shop's logo as a file. SALESmanago keeps it, and its address becomes the setting `logoUrl`. */
@Injectable()
export class StoreLogo {
  constructor(
    private readonly stores: StoreDirectory,
    private readonly accounts: AccountDirectory,
    private readonly settings: SettingsService,
  ) {}

  /**
   * @returns the address of the image.
   * @throws ProblemException 413 and 422 for what is no logo; 422 where the account does not offer the call, which is
   * one of the vendor's old plugins; 424 when SALESmanago cannot be asked.
   */
  async upload(tenantId: string, storeId: string, bytes: Buffer, by: Caller): Promise<string> {
    const type = logoType(bytes);
    const { accountId } = await this.stores.require(tenantId, storeId);
    const { client } = await this.accounts.get(tenantId, accountId);
    const image = new File([new Uint8Array(bytes)], `logo.${type.slice('image/'.length)}`, {
      type,
    });
    const logoUrl = await client.account.uploadImage(image).catch((error: unknown) => {
      throw error instanceof SalesmanagoError ? problemOf(error) : error;
    });
    await this.settings.changeStore(tenantId, storeId, { logoUrl }, by);
    return logoUrl;
  }
}

/** SALESmanago does not know the call, or says no to it. */
const REFUSALS = new Set(['SM_REFUSED', 'SM_HTTP_REFUSED']);

const problemOf = (error: SalesmanagoError): ProblemException =>
  REFUSALS.has(error.code)
    ? new ProblemException({
        status: 422,
        code: 'NOT_OFFERED',
        detail:
          'The upload of images is not offered by this account: put the logo on the shop and enter its address in logoUrl.',
        next: 'fixSettings',
      })
    : accountProblem(error);
