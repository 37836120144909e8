import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsOptional } from 'class-validator';

export class ApplyQuery {
  @ApiPropertyOptional({ default: false, description: 'Only says what would change.' })
  @IsOptional()
  @Transform(({ value }) => (value === 'true' ? true : value === 'false' ? false : value))
  @IsBoolean()
  dryRun?: boolean;
}

const ANY = {
  anyOf: ['string', 'number', 'boolean', 'object', 'null']
    .map((type): { type: string; items?: object } => ({ type }))
    .concat({ type: 'array', items: {} }),
};

export class FieldChangeAnswer {
  @ApiProperty({ example: 'settings.cartWindow' })
  field!: string;

  @ApiProperty(ANY)
  before!: unknown;

  @ApiProperty({ ...ANY, description: 'A secret appears as `changed`.' })
  after!: unknown;
}

export class PlannedChangeAnswer {
  @ApiProperty({ example: 'stores[0]', description: 'Where the file says it.' })
  path!: string;

  @ApiProperty({ enum: ['settings', 'account', 'connection', 'store'] })
  kind!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ enum: ['create', 'update'] })
  action!: string;

  @ApiProperty({ type: [FieldChangeAnswer] })
  fields!: readonly FieldChangeAnswer[];
}

export class AppliedAnswer {
  @ApiProperty()
  dryRun!: boolean;

  @ApiProperty({ type: [PlannedChangeAnswer], description: 'In the order in which they are made.' })
  changes!: readonly PlannedChangeAnswer[];
}

const named = (properties: Record<string, object>, required: readonly string[]) => ({
  type: 'array',
  items: { type: 'object', required: ['name', ...required], properties },
});
const text = { type: 'string' };
const values = { type: 'object', additionalProperties: true };

/** The file as the API document shows it. */
export const CONFIGURATION_SCHEMA = {
  type: 'object',
  required: ['version'],
  properties: {
    version: { type: 'integer', enum: [1] },
    tenant: { type: 'object', properties: { name: text }, description: 'For people; not applied.' },
    settings: { ...values, description: "The tenant's layer." },
    accounts: named(
      {
        name: text,
        endpoint: text,
        clientId: text,
        owner: text,
        apiSecret: { ...text, writeOnly: true },
      },
      [],
    ),
    connections: named({ name: text, platform: text, values }, ['platform']),
    stores: named(
      {
        name: text,
        platform: text,
        account: text,
        connection: text,
        storefront: text,
        settings: values,
      },
      ['platform', 'account', 'connection'],
    ),
    secretsLeftOut: {
      type: 'array',
      items: text,
      description:
        'Secrets that are kept and do not stand in the file; ignored when it is applied.',
    },
  },
};
