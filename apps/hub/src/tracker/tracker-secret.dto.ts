import { ApiProperty } from '@nestjs/swagger';
import type { StoreSecretFacts } from '../store-secrets/store-secrets.service.js';

export class TrackerSecretAnswer {
  @ApiProperty()
  id!: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  static of({ id, createdAt }: StoreSecretFacts): TrackerSecretAnswer {
    return { id, createdAt: new Date(createdAt).toISOString() };
  }
}

export class CreatedTrackerSecretAnswer extends TrackerSecretAnswer {
  @ApiProperty({
    description: 'What identity tokens are signed with, on the store’s side only. Shown once.',
  })
  secret!: string;
}
