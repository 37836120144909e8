import { ApiProperty } from '@nestjs/swagger';
import { type AnyAdapter, settingsJsonSchema } from '@storewire/core';

export class AdapterAnswer {
  @ApiProperty({ example: 'woocommerce', description: 'The `platform` of a store.' })
  id!: string;

  @ApiProperty({ example: 'WooCommerce' })
  name!: string;

  @ApiProperty({ type: [String], description: 'Ids of the platforms that it serves.' })
  platforms!: readonly string[];

  @ApiProperty({ type: [String], description: 'Versions of the platform it is tested with.' })
  versions!: readonly string[];

  @ApiProperty({ type: String, nullable: true, description: 'Version of the API that it speaks.' })
  apiVersion!: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'array', items: { type: 'string' } },
    example: { order: ['webhook', 'poll', 'history'], consent: ['webhook', 'writeBack'] },
  })
  capabilities!: AnyAdapter['capabilities'];

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'JSON Schema of `connection`; secrets are `writeOnly`.',
  })
  connection!: Record<string, unknown>;

  static of(adapter: AnyAdapter): AdapterAnswer {
    return {
      id: adapter.id,
      name: adapter.name,
      platforms: [adapter.id],
      versions: adapter.versions ?? [],
      apiVersion: adapter.apiVersion ?? null,
      capabilities: adapter.capabilities,
      connection: settingsJsonSchema(adapter.connection),
    };
  }
}
