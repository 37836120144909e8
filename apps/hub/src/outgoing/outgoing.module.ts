import { Global, Module } from '@nestjs/common';
import { HubConfig } from '../config.js';
import { OutgoingGuard } from './outgoing-guard.js';

@Global()
@Module({
  providers: [
    {
      provide: OutgoingGuard,
      inject: [HubConfig],
      useFactory: (config: HubConfig) => {
        const guard = new OutgoingGuard({ allowPrivate: config.allowPrivateAddresses });
        guard.guardGlobalFetch();
        return guard;
      },
    },
  ],
  exports: [OutgoingGuard],
})
export class OutgoingModule {}
