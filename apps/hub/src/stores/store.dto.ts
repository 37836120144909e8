import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { IsObject, IsOptional, IsString, Matches, MaxLength, ValidateIf } from 'class-validator';
import { IsName } from '../api/is-name.js';
import { settingsPatchSchema } from '../settings/settings.schema.js';

const STOREFRONT = /^[^\p{Cc}]{1,100}$/u;
const STOREFRONT_MESSAGE = { message: 'storefront: 1-100 characters, as the platform names it.' };

const SETTINGS_DOCUMENT = {
  ...settingsPatchSchema(),
  description: 'As PATCH …/settings takes them.',
} as ApiPropertyOptions;

/** A store of a new connection, or (with `connectionId`) one more storefront of a shop that is connected. */
export class CreateStore {
  @ApiProperty({ minLength: 1, maxLength: 200, example: 'Bookshop' })
  @IsName()
  name!: string;

  @ApiProperty({
    example: 'shopify',
    description: 'Id of a platform, as GET /api/v1/adapters lists.',
  })
  @IsString()
  @MaxLength(40)
  platform!: string;

  @ApiProperty({ description: 'The SALESmanago account that it feeds.' })
  @IsString()
  @MaxLength(36)
  accountId!: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'As the JSON Schema of the adapter says. Its secrets never come back.',
  })
  @IsOptional()
  @IsObject()
  connection?: Record<string, unknown>;

  @ApiPropertyOptional({
    description: 'In place of `connection`: that of another store of the shop.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(36)
  connectionId?: string;

  @ApiPropertyOptional({
    maxLength: 100,
    description:
      'Of a shop that has several: its id, as the check lists it. Without one the store takes what no other store of the connection claims.',
  })
  @IsOptional()
  @Matches(STOREFRONT, STOREFRONT_MESSAGE)
  storefront?: string;

  @ApiPropertyOptional(SETTINGS_DOCUMENT)
  @IsOptional()
  @IsObject()
  settings?: Record<string, unknown>;
}

/** Every field may be left out. */
export class UpdateStore {
  @ApiPropertyOptional({ minLength: 1, maxLength: 200 })
  @ValidateIf((_, value) => value !== undefined)
  @IsName()
  name?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description:
      'Fields that change, for every store of the shop; `null` takes an optional one away.',
  })
  @ValidateIf((_, value) => value !== undefined)
  @IsObject()
  connection?: Record<string, unknown>;

  @ApiPropertyOptional({ type: String, nullable: true, maxLength: 100 })
  @IsOptional()
  @Matches(STOREFRONT, STOREFRONT_MESSAGE)
  storefront?: string | null;

  @ApiPropertyOptional(SETTINGS_DOCUMENT)
  @ValidateIf((_, value) => value !== undefined)
  @IsObject()
  settings?: Record<string, unknown>;
}
