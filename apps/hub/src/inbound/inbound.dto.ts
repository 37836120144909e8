import { ApiProperty } from '@nestjs/swagger';

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
