import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { AlertsModule } from '../alerts/alerts.module.js';
import { CartRetention } from '../carts/cart-retention.service.js';
import { WaitingCarts } from '../carts/waiting-carts.service.js';
import { IntakeModule } from '../intake/intake.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { StoreSecretsModule } from '../store-secrets/store-secrets.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { BeaconRows } from './beacon-rows.service.js';
import { ForwardedIdentity } from './forwarded-identity.service.js';
import { IdentityTokens } from './identity-tokens.js';
import { KnownShoppers } from './known-shoppers.js';
import { MonitoringCodeController } from './monitoring-code.controller.js';
import { StorefrontScripts } from './storefront-scripts.service.js';
import { TagPlacements } from './tag-placements.service.js';
import { TagPlacer } from './tag-placer.service.js';
import { TagWatch } from './tag-watch.service.js';
import { TrackerController } from './tracker.controller.js';
import { TrackerAdmission } from './tracker-admission.js';
import { TrackerDoor } from './tracker-door.service.js';
import { TrackerLimits } from './tracker-limits.js';
import { TrackerSecretsController } from './tracker-secrets.controller.js';
import { VisitorLookUps } from './visitor-look-ups.service.js';

/** The storefront script: served to shops, and listened to. */
@Module({
  imports: [
    AccountsModule,
    AlertsModule,
    IntakeModule,
    SettingsModule,
    StoreSecretsModule,
    StoresModule,
  ],
  controllers: [TrackerController, TrackerSecretsController, MonitoringCodeController],
  providers: [
    BeaconRows,
    CartRetention,
    ForwardedIdentity,
    IdentityTokens,
    KnownShoppers,
    StorefrontScripts,
    TagPlacements,
    TagPlacer,
    TagWatch,
    TrackerAdmission,
    TrackerDoor,
    TrackerLimits,
    VisitorLookUps,
    WaitingCarts,
  ],
  exports: [BeaconRows, TrackerLimits],
})
export class TrackerModule {}
