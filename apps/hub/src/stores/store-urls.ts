/** The unguessable paths of one store. */
export interface StoreUrls {
  readonly webhookUrl: string;
  readonly inboundUrl: string;
  readonly compatUrl: string;
  readonly trackerUrl: string;
}

/** @param publicUrl the hub's base address, without a slash at the end. */
export const storeUrls = (publicUrl: string, token: string): StoreUrls => ({
  webhookUrl: `${publicUrl}/hooks/${token}`,
  inboundUrl: `${publicUrl}/inbound/v1/${token}/events`,
  compatUrl: `${publicUrl}/compat/${token}`,
  trackerUrl: `${publicUrl}/t/${token}`,
});
