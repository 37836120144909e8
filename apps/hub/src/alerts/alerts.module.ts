import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AccountsModule } from '../accounts/accounts.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { AlertConditions } from './alert-conditions.service.js';
import { AlertMessages } from './alert-messages.js';
import { AlertSender } from './alert-sender.service.js';
import { AlertViewService } from './alert-view.service.js';
import { AlertWebhookService } from './alert-webhook.service.js';
import { AlertsController, AlertWebhookController } from './alerts.controller.js';
import { AlertsService } from './alerts.service.js';
import { OversizeBody } from './oversize-body.service.js';

/** What a person should know: kept, shown, and sent to one signed webhook per tenant. */
@Module({
  imports: [AccessModule, AccountsModule, StoresModule],
  controllers: [AlertsController, AlertWebhookController],
  providers: [
    AlertMessages,
    AlertsService,
    AlertConditions,
    AlertViewService,
    AlertWebhookService,
    AlertSender,
    OversizeBody,
  ],
  exports: [OversizeBody, AlertsService, AlertConditions, AlertSender],
})
export class AlertsModule {}
