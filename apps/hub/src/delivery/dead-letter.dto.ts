import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { NextAction } from '@storewire/core';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
} from 'class-validator';
import { PageQuery } from '../api/page.js';

const NEXT_ACTIONS = ['retry', 'fixSettings', 'fixData', 'reportBug'] as const;

export class DeadLetterQuery extends PageQuery {
  @ApiPropertyOptional({
    enum: ['cause'],
    description: 'Counts per cause instead of single dead letters.',
  })
  @IsOptional()
  @IsIn(['cause'])
  group?: 'cause';
}

export class DeadLetterAnswer {
  @ApiProperty()
  id!: string;

  @ApiProperty()
  messageId!: string;

  @ApiProperty({ enum: ['delivery', 'translation'] })
  stage!: 'delivery' | 'translation';

  @ApiProperty({ description: 'The command, or the topic of the message.' })
  kind!: string;

  @ApiProperty({ example: 'SM_REFUSED' })
  cause!: string;

  @ApiProperty({ type: 'string', nullable: true })
  detail!: string | null;

  @ApiProperty({
    enum: NEXT_ACTIONS,
    description: 'What has to happen before a retry can succeed.',
  })
  next!: NextAction;

  @ApiProperty({ description: 'What to do, in a sentence or two.' })
  hint!: string;

  @ApiProperty({ type: 'integer', description: 'Tries that count.' })
  tries!: number;

  @ApiProperty({
    type: 'string',
    nullable: true,
    description: 'What the last attempt was answered.',
  })
  lastAnswer!: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  payload!: unknown;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  diedAt!: string | null;
}

export class DeadLetterGroupAnswer {
  @ApiProperty()
  cause!: string;

  @ApiProperty({ enum: NEXT_ACTIONS })
  next!: NextAction;

  @ApiProperty()
  hint!: string;

  @ApiProperty({ type: 'integer' })
  count!: number;

  @ApiProperty({ type: 'string', format: 'date-time', nullable: true })
  lastAt!: string | null;
}

export class RetryDeadLetters {
  @ApiPropertyOptional({ type: [String] })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1000)
  @IsString({ each: true })
  ids?: string[];

  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(60)
  cause?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @IsBoolean()
  all?: boolean;
}

export class RetriedAnswer {
  @ApiProperty({ type: 'integer', description: 'How many were put to work again.' })
  retried!: number;
}

export class EditDeadLetter {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'The whole payload of the command, as listed.',
  })
  @IsObject()
  payload!: Record<string, unknown>;
}

export const UNKNOWN_ANSWERS = ['delivered', 'sendAgain', 'drop'] as const;

export class AnswerUnknown {
  @ApiProperty({ enum: UNKNOWN_ANSWERS })
  @IsIn(UNKNOWN_ANSWERS)
  outcome!: (typeof UNKNOWN_ANSWERS)[number];
}
