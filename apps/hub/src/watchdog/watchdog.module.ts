import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AlertsModule } from '../alerts/alerts.module.js';
import { ProcessingModule } from '../processing/processing.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { AccountAlerts } from './account-alerts.service.js';
import { AccountLook } from './account-look.service.js';
import { AccountWatch } from './account-watch.service.js';
import { ClockSkew } from './clock-skew.service.js';
import { ReconciliationController } from './reconciliation.controller.js';
import { ReconciliationView } from './reconciliation-view.service.js';
import { SilenceService } from './silence.service.js';
import { WatchdogService } from './watchdog.service.js';
import { WebhookWatchService } from './webhook-watch.service.js';

/** Looks after what nobody looks at: subscriptions, silence, clocks, and what polls find behind webhooks. */
@Module({
  imports: [AccountsModule, AlertsModule, ProcessingModule, StoresModule],
  controllers: [ReconciliationController],
  providers: [
    AccountAlerts,
    AccountLook,
    AccountWatch,
    ClockSkew,
    ReconciliationView,
    SilenceService,
    WatchdogService,
    WebhookWatchService,
  ],
})
export class WatchdogModule {}
