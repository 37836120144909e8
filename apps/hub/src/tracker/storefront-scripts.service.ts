import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  type MonitoringCode,
  monitoringSnippet,
  TrackerSettingInvalid,
  trackerScript,
  trackerTag,
} from '@storewire/tracker';
import { ProblemException } from '../access/problem.js';
import { AccountDirectory } from '../accounts/account-directory.js';
import type { StoreContext } from '../stores/store-context.js';

export interface StorefrontScript {
  readonly text: string;
  readonly etag: string;
}

/** The script that a store's pages load, and the monitoring code inside it. Made anew from what is saved. */
@Injectable()
export class StorefrontScripts {
  constructor(private readonly accounts: AccountDirectory) {}

  /** @throws ProblemException 422 for a setting that must not get into a page. */
  async script(store: StoreContext): Promise<StorefrontScript> {
    const monitoring = await this.codeOf(store);
    const { monitoringCookieDays: cookieDays, trackerConsentCookie: cookie } = store.settings;
    const identityPath =
      store.settings.trackerIdentityPath ?? store.adapter.identity?.path?.(store.connection);
    const text = orProblem(() =>
      trackerScript({
        trackerUrl: store.trackerUrl,
        platform: store.platform,
        cookieDays,
        monitoring,
        ...(cookie ? { consent: { cookie } } : {}),
        ...(identityPath ? { identityPath } : {}),
      }),
    );
    const hash = createHash('sha256').update(text).digest('base64url').slice(0, 27);
    return { text, etag: `"${hash}"` };
  }

  /** The monitoring code as HTML, empty while it is switched off, and the tag that brings it. @throws as `script`. */
  async code(store: StoreContext): Promise<{ html: string; tag: string }> {
    const code = await this.codeOf(store);
    return orProblem(() => ({
      html: code ? monitoringSnippet(code) : '',
      tag: trackerTag(store.trackerUrl),
    }));
  }

  private async codeOf({
    tenantId,
    accountId,
    settings,
  }: StoreContext): Promise<MonitoringCode | null> {
    if (!settings.monitoringCode) return null;
    const { clientId, endpoint, smapp } = await this.accounts.get(tenantId, accountId);
    return {
      clientId,
      endpoint,
      ...(smapp === undefined ? {} : { smapp }),
      customScript: settings.monitoringCustomScript,
      banners: settings.monitoringBanners,
      popups: settings.monitoringPopups,
      cookieDays: settings.monitoringCookieDays,
      ...(settings.webPush && settings.webPushForm ? { webPushForm: settings.webPushForm } : {}),
    };
  }
}

/** The package stands alone, so its error is not one of the hub's. */
function orProblem<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TrackerSettingInvalid)) throw error;
    throw new ProblemException({
      status: 422,
      code: error.code,
      detail: `${error.message} ${error.hint}`,
      next: error.next,
    });
  }
}
