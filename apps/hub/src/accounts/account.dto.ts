import { ApiProperty, ApiPropertyOptional, PartialType, PickType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  Equals,
  IsArray,
  IsBoolean,
  IsEmail,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
} from 'class-validator';
import { IsName } from '../api/is-name.js';

const Trimmed = () => Transform(({ value }) => (typeof value === 'string' ? value.trim() : value));

export const KEY_EXPIRIES = [
  'SEVEN_DAYS',
  'ONE_MONTH',
  'THREE_MONTHS',
  'ONE_YEAR',
  'NEVER',
] as const;
export type KeyExpiry = (typeof KEY_EXPIRIES)[number];

const PRINTABLE = /^[\x21-\x7e]+$/;

const EMAIL_MESSAGE = { message: '$property must be an e-mail address.' };

/** Pace of an account: what delivery keeps to. */
class AccountPace {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 1000, default: 5 })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  callsPerSecond?: number;

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 20,
    default: 2,
    description: 'Calls at a time.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(20)
  concurrency?: number;

  @ApiPropertyOptional({
    minimum: 0.1,
    maximum: 300,
    default: 30,
    description: 'How long a call may take; after that its outcome is unknown and looked up.',
  })
  @IsOptional()
  @IsNumber()
  @Min(0.1)
  @Max(300)
  timeoutSeconds?: number;

  @ApiPropertyOptional({
    type: [Number],
    default: [5, 30, 120],
    description: 'When an unknown outcome is looked up: seconds after the attempt, 0.1 to 3600.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(5)
  @Min(0.1, { each: true })
  @Max(3600, { each: true })
  lookUpSeconds?: number[];

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: 10_080,
    default: 60,
    description:
      'How long a command may fail while others succeed, in minutes; then it is a dead letter, as it is after ten tries.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(10_080)
  retryWindowMinutes?: number;
}

export class CreateAccount extends AccountPace {
  @ApiProperty({ minLength: 1, maxLength: 200, example: 'Bookshop' })
  @IsName()
  name!: string;

  @ApiProperty({
    maxLength: 500,
    example: 'app2.salesmanago.com',
    description:
      'Host of the account; kept as an origin. https, unless private addresses are allowed.',
  })
  @Trimmed()
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  endpoint!: string;

  @ApiProperty({ maxLength: 100 })
  @Trimmed()
  @Matches(PRINTABLE, { message: 'clientId must be text without blanks.' })
  @MaxLength(100)
  clientId!: string;

  @ApiProperty({ maxLength: 500, writeOnly: true })
  @Trimmed()
  @Matches(PRINTABLE, { message: 'apiSecret must be text without blanks.' })
  @MaxLength(500)
  apiSecret!: string;

  @ApiProperty({ format: 'email', description: 'The user who owns new contacts.' })
  @Trimmed()
  @IsEmail({}, EMAIL_MESSAGE)
  owner!: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: 500,
    description: 'Host of API v3, where it is not the vendor’s default.',
  })
  @IsOptional()
  @Trimmed()
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  v3Endpoint?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 500, writeOnly: true })
  @IsOptional()
  @Trimmed()
  @Matches(PRINTABLE, { message: 'v3ApiKey must be text without blanks.' })
  @MaxLength(500)
  v3ApiKey?: string | null;
}

/** Every field may be left out; `null` removes the v3 host or key. */
export class UpdateAccount extends PartialType(CreateAccount, { skipNullProperties: false }) {}

export class LogInAccount {
  @ApiPropertyOptional({ minLength: 1, maxLength: 200, description: 'By default the client id.' })
  @ValidateIf((_, value) => value !== undefined)
  @IsName()
  name?: string;

  @ApiProperty({ format: 'email', description: 'The SALESmanago login.' })
  @Trimmed()
  @IsEmail({}, EMAIL_MESSAGE)
  email!: string;

  @ApiProperty({ writeOnly: true, description: 'Used for this login and kept nowhere.' })
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  password!: string;

  @ApiPropertyOptional({
    maxLength: 500,
    description: 'Custom endpoint; without it the vendor’s default.',
  })
  @IsOptional()
  @Trimmed()
  @IsString()
  @MaxLength(500)
  endpoint?: string;

  @ApiPropertyOptional({
    maxLength: 500,
    description: 'Host of API v3, where it is not the vendor’s default.',
  })
  @IsOptional()
  @Trimmed()
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  v3Endpoint?: string;

  @ApiPropertyOptional({ enum: KEY_EXPIRIES, default: 'NEVER', description: 'Of the API v3 key.' })
  @IsOptional()
  @IsIn(KEY_EXPIRIES)
  v3KeyExpiry?: KeyExpiry;
}

/** A SALESmanago account that does not exist yet. */
export class RegisterAccount extends PickType(LogInAccount, [
  'email',
  'v3Endpoint',
  'v3KeyExpiry',
]) {
  @ApiProperty({
    minLength: 1,
    maxLength: 200,
    description: 'Of the person or the company; the account has this name here, too.',
  })
  @IsName()
  name!: string;

  @ApiProperty({
    minLength: 8,
    maxLength: 500,
    writeOnly: true,
    description: 'Of the new login. Used for this registration and kept nowhere.',
  })
  @IsString()
  @MinLength(8)
  @MaxLength(500)
  password!: string;

  @ApiProperty({ maxLength: 40, example: '+48 600 100 200' })
  @Trimmed()
  @Matches(/^\+?\d[\d\s()./-]{4,38}$/, { message: 'phone must be a phone number.' })
  phone!: string;

  @ApiProperty({ example: 'pl', description: 'Of the account: two letters, or BCP 47.' })
  @Trimmed()
  @Matches(/^[a-z]{2}(?:[-_][A-Za-z0-9]{2,8})*$/i, {
    message: 'language must be two letters, or a BCP 47 tag that begins with two.',
  })
  language!: string;

  @ApiProperty({ enum: [true], description: 'Accepts the terms of SALESmanago.' })
  @Equals(true, { message: 'acceptsTerms must be true: without it there is no account.' })
  acceptsTerms!: true;

  @ApiPropertyOptional({ default: false, description: 'Wants news and offers of SALESmanago.' })
  @IsBoolean()
  acceptsMarketing: boolean = false;
}
