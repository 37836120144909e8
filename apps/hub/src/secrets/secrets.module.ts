import { Global, Module } from '@nestjs/common';
import { HubConfig } from '../config.js';
import { loadMasterKeys } from './master-keys.js';
import { SecretBox } from './secret-box.js';

@Global()
@Module({
  providers: [
    {
      provide: SecretBox,
      inject: [HubConfig],
      useFactory: (config: HubConfig) => new SecretBox(loadMasterKeys(config)),
    },
  ],
  exports: [SecretBox],
})
export class SecretsModule {}
