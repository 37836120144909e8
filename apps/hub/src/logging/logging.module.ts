import { Global, Module } from '@nestjs/common';
import { HubConfig } from '../config.js';
import { HubLogger } from './hub-logger.js';

@Global()
@Module({
  providers: [
    {
      provide: HubLogger,
      inject: [HubConfig],
      useFactory: (config: HubConfig) =>
        new HubLogger({
          level: config.logLevel,
          isReadable: process.env.NODE_ENV !== 'production',
          write: (line) => process.stdout.write(line),
        }),
    },
  ],
  exports: [HubLogger],
})
export class LoggingModule {}
