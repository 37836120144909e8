import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/accounts.module.js';
import { ExportsModule } from '../exports/exports.module.js';
import { IntakeModule } from '../intake/intake.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { TenantsModule } from '../tenants/tenants.module.js';
import { DemoService } from './demo.service.js';
import { DemoOptions } from './demo-options.js';
import { DemoStart } from './demo-start.js';
import { DemoTenant } from './demo-tenant.js';
import { DemoTerminal } from './demo-terminal.js';
import { DemoTraces } from './demo-traces.js';
import { DemoWorlds } from './demo-world.js';
import { LiveLine } from './live-line.js';

/** STOREWIRE_DEMO: something to look at for who starts the hub for the first time. */
@Module({
  imports: [TenantsModule, AccountsModule, StoresModule, ExportsModule, IntakeModule],
  providers: [
    DemoOptions,
    DemoTraces,
    DemoWorlds,
    DemoTenant,
    DemoStart,
    DemoService,
    LiveLine,
    DemoTerminal,
  ],
  exports: [DemoService],
})
export class DemoModule {}
