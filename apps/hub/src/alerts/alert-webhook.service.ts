import { Injectable } from '@nestjs/common';
import { AuditService } from '../access/audit.service.js';
import { invalid } from '../access/problem.js';
import { Clock } from '../clock.js';
import { Database } from '../database/database.service.js';
import { AddressNotAllowed } from '../outgoing/address-not-allowed.error.js';
import { OutgoingGuard } from '../outgoing/outgoing-guard.js';
import { SecretBox, type SecretPlace } from '../secrets/secret-box.js';
import { newWebhookSecret } from './alert-signature.js';
import { AlertWebhook } from './alert-webhook.entity.js';

/** Where a tenant's alerts go, with the secret that signs them. */
export interface Receiver {
  readonly url: string;
  readonly secret: string;
}

/** The one address of a tenant that its alerts are sent to. */
@Injectable()
export class AlertWebhookService {
  constructor(
    private readonly db: Database,
    private readonly secrets: SecretBox,
    private readonly outgoing: OutgoingGuard,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  async get(tenantId: string): Promise<AlertWebhook | undefined> {
    return this.db.of(tenantId, AlertWebhook).findOne({});
  }

  /** @throws SecretUnreadable when the master key is not the one it was saved with. */
  async receiver(tenantId: string): Promise<Receiver | undefined> {
    const row = await this.get(tenantId);
    return row && { url: row.url, secret: this.secrets.open(row.secret, placeOf(tenantId)) };
  }

  /**
   * Sets the address. Each time there is a new secret, which is shown this once.
   * @throws ProblemException 422 for an address the hub may not call.
   */
  async set(tenantId: string, url: string, actor: string): Promise<Receiver> {
    await this.refuse(url);
    const secret = newWebhookSecret();
    const now = this.clock.now();
    await this.db.write(async (tx) => {
      await tx.query('DELETE FROM alert_webhook WHERE tenant_id = $1', [tenantId]);
      await tx.query(
        'INSERT INTO alert_webhook (tenant_id, url, secret, created_at) VALUES ($1, $2, $3, $4)',
        [tenantId, url, this.secrets.seal(secret, placeOf(tenantId)), now],
      );
      // The path of such an address is often a secret of the receiver.
      const detail = { host: new URL(url).host };
      await this.audit.write(tx, {
        tenantId,
        actor,
        action: 'alertWebhook.set',
        target: tenantId,
        detail,
      });
    });
    return { url, secret };
  }

  /** What was not sent by then is not sent any more. */
  async remove(tenantId: string, actor: string): Promise<void> {
    await this.db.write(async (tx) => {
      await tx.query('DELETE FROM alert_message WHERE tenant_id = $1', [tenantId]);
      await tx.query('DELETE FROM alert_webhook WHERE tenant_id = $1', [tenantId]);
      const action = 'alertWebhook.remove';
      await this.audit.write(tx, { tenantId, actor, action, target: tenantId });
    });
  }

  private async refuse(url: string): Promise<void> {
    try {
      await this.outgoing.assertPublicUrl(url);
    } catch (error) {
      if (!(error instanceof AddressNotAllowed)) throw error;
      throw invalid([{ path: 'url', message: error.advice }]);
    }
    const isPlain = new URL(url).protocol !== 'https:';
    if (isPlain && !this.outgoing.allowsPrivateAddresses && !this.outgoing.isAllowed(url)) {
      throw invalid([{ path: 'url', message: 'must be an https address.' }]);
    }
  }
}

const placeOf = (tenantId: string): SecretPlace => ({
  tenantId,
  rowId: tenantId,
  field: 'alert_webhook.secret',
});
