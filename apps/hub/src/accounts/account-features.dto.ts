import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsEmail,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';
import { KEY_EXPIRIES, type KeyExpiry } from './account.dto.js';
import { MODULE_KEYS, type ModuleKey } from './account-features.service.js';

const EMAIL_TYPES = ['STANDARD', 'SUBSCRIPTION_CONFIRMATION'] as const;

export class FormAnswer {
  @ApiProperty({ type: 'integer' })
  id!: number;

  @ApiProperty()
  name!: string;
}

export class FormCodeAnswer {
  @ApiProperty({ description: 'Stands in the pages behind the monitoring code.' })
  code!: string;

  @ApiProperty()
  form!: string;

  @ApiProperty({ type: 'integer' })
  days!: number;
}

export class EmailQuery {
  @ApiPropertyOptional({ enum: EMAIL_TYPES, default: 'STANDARD' })
  @IsIn(EMAIL_TYPES)
  type: (typeof EMAIL_TYPES)[number] = 'STANDARD';

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'Changed since then; by default ever. A date alone is a day of UTC.',
  })
  @IsOptional()
  @IsISO8601({ strict: true }, { message: 'from must be a date or a time (ISO 8601).' })
  from?: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'Changed until then, a day included; by default now.',
  })
  @IsOptional()
  @IsISO8601({ strict: true }, { message: 'to must be a date or a time (ISO 8601).' })
  to?: string;
}

export class EmailSenderAnswer {
  @ApiProperty({ type: String, nullable: true, description: 'For `doubleOptInAccountId`.' })
  accountId!: string | null;

  @ApiProperty({ type: String, nullable: true })
  emailAddress!: string | null;

  @ApiProperty({ type: String, nullable: true })
  displayName!: string | null;
}

export class EmailAnswer {
  @ApiProperty({ description: 'For `doubleOptInTemplateId`.' })
  emailId!: string;

  @ApiProperty({ type: String, nullable: true })
  name!: string | null;

  @ApiProperty({ type: String, nullable: true })
  subject!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  modifiedAt!: string | null;

  @ApiProperty({ type: EmailSenderAnswer })
  sender!: EmailSenderAnswer;
}

export class ModuleAnswer {
  @ApiProperty({ enum: MODULE_KEYS })
  module!: ModuleKey;

  @ApiProperty({ type: Boolean, nullable: true, description: 'Null: SALESmanago does not tell.' })
  active!: boolean | null;
}

export class ModulesAnswer {
  @ApiProperty({ description: 'False: the account does not offer the call.' })
  offered!: boolean;

  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;

  @ApiProperty({ type: [ModuleAnswer] })
  items!: readonly ModuleAnswer[];
}

export class SignInLinkAnswer {
  @ApiProperty({ description: 'Open it in the browser; keep it nowhere, because it may sign in.' })
  url!: string;

  @ApiProperty({ description: 'False: it opens SALESmanago, and the person signs in there.' })
  signsIn!: boolean;

  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;
}

/** Either a key that exists, or the login that makes one. */
export class SetV3Key {
  @ApiPropertyOptional({
    maxLength: 500,
    writeOnly: true,
    description: 'A key made in SALESmanago.',
  })
  @IsOptional()
  @Matches(/^[\x21-\x7e]+$/, { message: 'apiKey must be text without blanks.' })
  @MaxLength(500)
  apiKey?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'When the entered key ends.' })
  @IsOptional()
  @IsISO8601({ strict: true }, { message: 'expiresAt must be a date or a time (ISO 8601).' })
  expiresAt?: string;

  @ApiPropertyOptional({ format: 'email', description: 'A SALESmanago login, to make a key.' })
  @IsOptional()
  @IsEmail({}, { message: 'email must be an e-mail address.' })
  email?: string;

  @ApiPropertyOptional({ writeOnly: true, description: 'Used for this call and kept nowhere.' })
  @IsOptional()
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  password?: string;

  @ApiPropertyOptional({
    enum: KEY_EXPIRIES,
    default: 'NEVER',
    description: 'Of a key that is made.',
  })
  @IsOptional()
  @IsIn(KEY_EXPIRIES)
  expiry?: KeyExpiry;
}

export class ProblemUrlAnswer {
  @ApiProperty({
    description: 'To enter with a key that is made in SALESmanago; https is required there.',
  })
  url!: string;
}

export class V3ProblemAnswer {
  @ApiProperty()
  id!: string;

  @ApiProperty({ format: 'date-time' })
  at!: string;

  @ApiProperty({ type: String, nullable: true })
  requestId!: string | null;

  @ApiProperty({ type: 'integer', nullable: true })
  reasonCode!: number | null;

  @ApiProperty({ type: String, nullable: true })
  field!: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Position in the call, from 0.' })
  record!: number | null;

  @ApiProperty()
  text!: string;
}
