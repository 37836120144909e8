import { ApiProperty } from '@nestjs/swagger';
import type { StoreSecretFacts } from '../store-secrets/store-secrets.service.js';

export class InboundSecretAnswer {
  @ApiProperty()
  id!: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  static of({ id, createdAt }: StoreSecretFacts): InboundSecretAnswer {
    return { id, createdAt: new Date(createdAt).toISOString() };
  }
}

export class CreatedInboundSecretAnswer extends InboundSecretAnswer {
  @ApiProperty({ description: 'What the sender signs deliveries with. Shown once.' })
  secret!: string;
}

export class InboundRejectionAnswer {
  @ApiProperty({ type: 'integer', description: 'Of the event in the delivery, from 0.' })
  index!: number;

  @ApiProperty({ example: 'INVALID_EVENT' })
  code!: string;

  @ApiProperty({ example: 'contact.email', description: 'Empty for the whole event.' })
  field!: string;

  @ApiProperty()
  message!: string;
}

export class InboundAnswer {
  @ApiProperty({ type: 'integer', description: 'Events that are on disk now.' })
  accepted!: number;

  @ApiProperty({ type: 'integer', description: 'Events whose id was known.' })
  duplicates!: number;

  @ApiProperty({ type: [InboundRejectionAnswer] })
  rejected!: readonly InboundRejectionAnswer[];
}
