import { Module } from '@nestjs/common';
import { StoreSecrets } from './store-secrets.service.js';

@Module({ providers: [StoreSecrets], exports: [StoreSecrets] })
export class StoreSecretsModule {}
