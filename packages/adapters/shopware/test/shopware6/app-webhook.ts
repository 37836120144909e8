/** Deliveries that fail before Shopware gives up on a webhook for good. */
const GIVES_UP_AFTER = 10;
const RETRIES = 3;

/** A webhook of an app as Shopware sends it by default: three retries, and after ten failed deliveries silence. */
export class AppWebhook {
  active = true;
  errorCount = 0;

  constructor(
    private readonly address: string,
    private readonly eventName: string,
  ) {}

  /** @returns whether it was delivered; one that is switched off is not even tried. */
  async happened(payload: object): Promise<boolean> {
    if (!this.active) return false;
    const body = JSON.stringify({ data: { event: this.eventName, payload } });
    for (let attempt = 0; attempt <= RETRIES; attempt += 1) {
      const { ok } = await fetch(this.address, { method: 'POST', body });
      if (!ok) continue;
      this.errorCount = 0;
      return true;
    }
    this.errorCount += 1;
    this.active = this.errorCount < GIVES_UP_AFTER;
    return false;
  }
}
