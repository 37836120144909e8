import { ApiKey } from '../access/api-key.entity.js';
import { AuditEntry } from '../access/audit.entity.js';
import { IdempotentAnswer } from '../access/idempotency.entity.js';
import { Account } from '../accounts/account.entity.js';
import { V3ProblemRow } from '../accounts/v3-problem.entity.js';
import { Alert } from '../alerts/alert.entity.js';
import { AlertMessage, AlertWebhook } from '../alerts/alert-webhook.entity.js';
import { CartRow } from '../carts/cart.entity.js';
import { WaitingCart } from '../carts/waiting-cart.entity.js';
import { CompatId } from '../compat/compat-id.entity.js';
import { Connection } from '../connections/connection.entity.js';
import { ConsentEntry } from '../consent/consent-entry.entity.js';
import { ContactRow } from '../consent/contact.entity.js';
import { CustomerRow } from '../consent/customer.entity.js';
import { Attempt } from '../delivery/attempt.entity.js';
import { CommandRow } from '../delivery/command.entity.js';
import { Effect } from '../delivery/effect.entity.js';
import { ExportRow } from '../exports/export.entity.js';
import { ImportReject, ImportRowEntity } from '../imports/import-row.entity.js';
import { Message } from '../intake/message.entity.js';
import { MessageBody } from '../intake/message-body.entity.js';
import { StoreCount } from '../intake/store-count.entity.js';
import { DecisionRow } from '../processing/decision.entity.js';
import { PollCursor } from '../processing/poll.entity.js';
import { WebhookDay } from '../processing/webhook-day.entity.js';
import { SettingValue } from '../settings/setting.entity.js';
import { SettingsChangeRow } from '../settings/settings-change.entity.js';
import { StoreSecret } from '../store-secrets/store-secret.entity.js';
import { Store } from '../stores/store.entity.js';
import { Tenant } from '../tenants/tenant.entity.js';
import { TagPlacementRow } from '../tracker/tag-placement.entity.js';
import { WebhookWatch } from '../watchdog/webhook-watch.entity.js';

/** Every table, parents before children. */
export const ENTITIES = [
  Tenant,
  ApiKey,
  IdempotentAnswer,
  AuditEntry,
  Account,
  V3ProblemRow,
  Connection,
  Store,
  SettingValue,
  SettingsChangeRow,
  StoreCount,
  Message,
  MessageBody,
  DecisionRow,
  CommandRow,
  Attempt,
  Effect,
  ContactRow,
  CustomerRow,
  ConsentEntry,
  CartRow,
  WaitingCart,
  ExportRow,
  PollCursor,
  WebhookDay,
  WebhookWatch,
  TagPlacementRow,
  Alert,
  AlertWebhook,
  AlertMessage,
  StoreSecret,
  CompatId,
  ImportRowEntity,
  ImportReject,
];
