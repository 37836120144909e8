import { Global, Module } from '@nestjs/common';
import { HubConfig } from '../config.js';
import { Database } from './database.service.js';

@Global()
@Module({
  providers: [
    {
      provide: Database,
      inject: [HubConfig],
      useFactory: (config: HubConfig) =>
        Database.open({ dataDir: config.dataDir, databaseUrl: config.databaseUrl }),
    },
  ],
  exports: [Database],
})
export class DatabaseModule {}
