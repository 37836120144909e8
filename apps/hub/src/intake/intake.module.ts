import { Module } from '@nestjs/common';
import { InboxRepository } from '../database/inbox.repository.js';
import { StoresModule } from '../stores/stores.module.js';
import { AcceptService } from './accept.service.js';
import { LedgerController } from './ledger.controller.js';
import { LedgerService } from './ledger.service.js';
import { WebhookPulse } from './webhook-pulse.js';

/** Takes messages in and keeps the ledger. */
@Module({
  imports: [StoresModule],
  controllers: [LedgerController],
  providers: [InboxRepository, AcceptService, LedgerService, WebhookPulse],
  exports: [InboxRepository, AcceptService, LedgerService, WebhookPulse],
})
export class IntakeModule {}
