import { Global, Module } from '@nestjs/common';
import { TenantsModule } from '../tenants/tenants.module.js';
import { ConnectionClients } from './connection-clients.js';
import { ConnectionForm } from './connection-form.js';
import { ConnectionPause } from './connection-pause.js';

@Global()
@Module({
  imports: [TenantsModule],
  providers: [ConnectionClients, ConnectionForm, ConnectionPause],
  exports: [ConnectionClients, ConnectionForm, ConnectionPause],
})
export class ConnectionsModule {}
