import { ApiProperty } from '@nestjs/swagger';
import type { NewStoreSecret, StoreSecretFacts } from './store-secrets.service.js';

export class StoreSecretAnswer {
  @ApiProperty()
  id!: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  static of({ id, createdAt }: StoreSecretFacts): StoreSecretAnswer {
    return { id, createdAt: new Date(createdAt).toISOString() };
  }
}

export class CreatedStoreSecretAnswer extends StoreSecretAnswer {
  @ApiProperty({ description: 'Shown once.' })
  secret!: string;

  static override of(made: NewStoreSecret): CreatedStoreSecretAnswer {
    return { ...StoreSecretAnswer.of(made), secret: made.secret };
  }
}
