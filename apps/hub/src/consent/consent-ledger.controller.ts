import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsEmail } from 'class-validator';
import { ApiPage, type Page } from '../api/page.js';
import { ConsentLedgerService } from './consent-ledger.service.js';

export class ConsentQuery {
  @ApiProperty({ description: 'The person whose consent is asked for.' })
  @IsEmail({}, { message: 'email must be an e-mail address.' })
  email!: string;
}

export class ConsentAnswer {
  @ApiProperty()
  id!: string;

  @ApiProperty({
    format: 'date-time',
    description: 'When the person decided, or when it was seen.',
  })
  at!: string;

  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;

  @ApiProperty({ enum: ['email', 'mobile'] })
  channel!: string;

  @ApiProperty({ enum: ['in', 'out', 'pending', 'unknown'] })
  state!: string;

  @ApiProperty({ description: 'True when SALESmanago was told, or told us.' })
  sent!: boolean;

  @ApiProperty({ description: 'The rule that decided.', example: 'act' })
  rule!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'What the rule looked at.',
  })
  inputs!: unknown;

  @ApiProperty({ type: 'string', nullable: true })
  messageId!: string | null;
}

@ApiTags('consent')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/stores/:s/consents')
export class ConsentLedgerController {
  constructor(private readonly ledger: ConsentLedgerService) {}

  @Get()
  @ApiOperation({
    summary: 'The consent ledger of one person, oldest first, with rule and inputs per change.',
  })
  @ApiPage(ConsentAnswer)
  async list(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Query() { email }: ConsentQuery,
  ): Promise<Page<ConsentAnswer>> {
    return { items: await this.ledger.of(tenantId, storeId, email), nextCursor: null };
  }
}
