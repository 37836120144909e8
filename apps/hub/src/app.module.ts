import { Module } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { AccountsModule } from './accounts/accounts.module.js';
import { AdaptersModule } from './adapters/adapters.module.js';
import { AlertsModule } from './alerts/alerts.module.js';
import { BridgesModule } from './bridges/bridges.module.js';
import { ClockModule } from './clock.js';
import { CompatModule } from './compat/compat.module.js';
import { HubConfigModule } from './config.js';
import { ConfigurationModule } from './configuration/configuration.module.js';
import { DatabaseModule } from './database/database.module.js';
import { DeliveryModule } from './delivery/delivery.module.js';
import { DemoModule } from './demo/demo.module.js';
import { ExportsModule } from './exports/exports.module.js';
import { HealthModule } from './health/health.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { InboundModule } from './inbound/inbound.module.js';
import { InstallsModule } from './installs/installs.module.js';
import { IntakeModule } from './intake/intake.module.js';
import { LoggingModule } from './logging/logging.module.js';
import { OutgoingModule } from './outgoing/outgoing.module.js';
import { ProcessingModule } from './processing/processing.module.js';
import { SecretsModule } from './secrets/secrets.module.js';
import { SettingsModule } from './settings/settings.module.js';
import { StatusModule } from './status/status.module.js';
import { StoresModule } from './stores/stores.module.js';
import { TenantsModule } from './tenants/tenants.module.js';
import { TrackerModule } from './tracker/tracker.module.js';
import { WatchdogModule } from './watchdog/watchdog.module.js';
import { WorkModule } from './work/work.module.js';
import { WorkerModule } from './work/worker.module.js';
/** The hub. What everything stands on comes first; shutdown goes the other way. */
@Module({
  imports: [
    HubConfigModule,
    LoggingModule,
    ClockModule,
    DatabaseModule,
    SecretsModule,
    OutgoingModule,
    WorkModule,
    AccessModule,
    TenantsModule,
    AccountsModule,
    SettingsModule,
    AdaptersModule,
    StoresModule,
    ConfigurationModule,
    HealthModule,
    IntakeModule,
    InboundModule,
    CompatModule,
    TrackerModule,
    BridgesModule,
    InstallsModule,
    ProcessingModule,
    DeliveryModule,
    ExportsModule,
    ImportsModule,
    AlertsModule,
    WatchdogModule,
    WorkerModule,
    DemoModule,
    StatusModule,
  ],
})
export class AppModule {}
