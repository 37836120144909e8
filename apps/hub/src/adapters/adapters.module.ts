import { Global, Module } from '@nestjs/common';
import { HubConfig } from '../config.js';
import { AdapterRegistry } from './adapter-registry.js';
import { AdaptersController } from './adapters.controller.js';

/** Tests replace `AdapterRegistry` to add an adapter of their own. */
@Global()
@Module({
  controllers: [AdaptersController],
  providers: [
    {
      provide: AdapterRegistry,
      inject: [HubConfig],
      useFactory: (config: HubConfig) => AdapterRegistry.load(config.adapters),
    },
  ],
  exports: [AdapterRegistry],
})
export class AdaptersModule {}
