import { Module } from '@nestjs/common';
import { IntakeModule } from '../intake/intake.module.js';
import { StoreSecretsModule } from '../store-secrets/store-secrets.module.js';
import { StoresModule } from '../stores/stores.module.js';
import { InboundController } from './inbound.controller.js';
import { InboundDoor } from './inbound-door.service.js';
import { InboundSecretsController } from './inbound-secrets.controller.js';

/** The inbound event API: signed events of any store. */
@Module({
  imports: [IntakeModule, StoresModule, StoreSecretsModule],
  controllers: [InboundController, InboundSecretsController],
  providers: [InboundDoor],
})
export class InboundModule {}
