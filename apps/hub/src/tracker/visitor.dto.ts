import { ApiPropertyOptional } from '@nestjs/swagger';

/** What the script keeps as cookies; what is absent stays as it is in the browser. */
export class VisitorAnswerBody {
  @ApiPropertyOptional({ description: 'Contact id, for a proven identity only.' })
  smclient?: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'The open CART event; null when none is open.',
  })
  smevent?: string | null;

  @ApiPropertyOptional({
    type: 'integer',
    description: 'Seconds until its window ends; absent when it has no end.',
  })
  smeventSeconds?: number;
}
