import { ApiProperty } from '@nestjs/swagger';
import type { NewStoreSecret, StoreSecretFacts } from '../store-secrets/store-secrets.service.js';

export class CompatCredentialAnswer {
  @ApiProperty()
  id!: string;

  @ApiProperty({ description: 'Of the store; stays when the secret changes.' })
  clientId!: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  static of({ id, clientId, createdAt }: StoreSecretFacts): CompatCredentialAnswer {
    return { id, clientId: clientId ?? '', createdAt: new Date(createdAt).toISOString() };
  }
}

export class CreatedCompatCredentialAnswer extends CompatCredentialAnswer {
  @ApiProperty({ description: 'What calls are signed with. Shown once.' })
  apiSecret!: string;

  static override of(made: NewStoreSecret): CreatedCompatCredentialAnswer {
    return { ...CompatCredentialAnswer.of(made), apiSecret: made.secret };
  }
}
