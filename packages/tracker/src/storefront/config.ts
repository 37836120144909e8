import type { MonitoringParts } from '../monitoring/monitoring-snippet.js';

/** What the hub puts into the script of one store. */
export interface TrackerConfig {
  /** `trackerUrl` of the store. */
  readonly base: string;
  readonly platform: string;
  readonly monitoring: MonitoringParts | null;
  readonly cookieDays: number;
  /** `platform`: as the page's consent tool says; `none`: at once; else the name of the cookie that allows. */
  readonly consent: string;
  /** Path on the shop's own host that answers the identity token as text. */
  readonly identityPath?: string;
}
