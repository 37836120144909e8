import { Module } from '@nestjs/common';
import { ConsentModule } from '../consent/consent.module.js';
import { OutboxRepository } from '../database/outbox.repository.js';
import { ExportOptionsReader } from '../exports/export-options.reader.js';
import { IntakeModule } from '../intake/intake.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { TrackerModule } from '../tracker/tracker.module.js';
import { CommandViewService } from './command-view.service.js';
import { DecideService } from './decide.service.js';
import { MessageViewService } from './message-view.service.js';
import { MessagesController } from './messages.controller.js';
import { PollerService } from './poller.service.js';
import { Reconciliation } from './reconciliation.service.js';
import { SettingsPreviewController } from './settings-preview.controller.js';
import { SettingsPreviewService } from './settings-preview.service.js';
import { TranslateService } from './translate.service.js';
import { TranslationFailures } from './translation-failures.js';

/** Turns messages into records and records into commands; polls stores for what webhooks missed. */
@Module({
  imports: [ConsentModule, IntakeModule, StoresModule, TrackerModule],
  controllers: [MessagesController, SettingsPreviewController],
  providers: [
    OutboxRepository,
    ExportOptionsReader,
    DecideService,
    TranslateService,
    TranslationFailures,
    PollerService,
    Reconciliation,
    CommandViewService,
    MessageViewService,
    SettingsPreviewService,
  ],
  exports: [
    OutboxRepository,
    ExportOptionsReader,
    DecideService,
    TranslateService,
    PollerService,
    Reconciliation,
    MessageViewService,
  ],
})
export class ProcessingModule {}
