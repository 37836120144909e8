import { ApiProperty } from '@nestjs/swagger';
import { CallbackUrls } from '../accounts/account.answer.js';

export class StorefrontAnswer {
  @ApiProperty()
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ type: String, nullable: true })
  url!: string | null;
}

/** What the last check learned about the shop. */
export class ShopAnswer {
  @ApiProperty({ type: String, nullable: true })
  name!: string | null;

  @ApiProperty({ type: String, nullable: true })
  url!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Version of the platform.' })
  version!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'Europe/Warsaw' })
  zone!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'PLN' })
  currency!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'PL' })
  country!: string | null;

  @ApiProperty({ type: [String] })
  languages!: readonly string[];

  @ApiProperty({ type: [StorefrontAnswer] })
  storefronts!: readonly StorefrontAnswer[];
}

export class StoreAnswer {
  @ApiProperty()
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ example: 'woocommerce' })
  platform!: string;

  @ApiProperty()
  accountId!: string;

  @ApiProperty()
  connectionId!: string;

  @ApiProperty({ description: 'Lasting identity of the storefront.' })
  shopKey!: string;

  @ApiProperty({ type: String, nullable: true })
  storefront!: string | null;

  @ApiProperty({
    description: 'The e-store id of its events: the setting, else one made from the shop key.',
  })
  location!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'Values that are not secret, and `has…` for each secret.',
    example: { shopDomain: 'my-shop.myshopify.com', hasAccessToken: true, hasClientSecret: true },
  })
  connection!: Record<string, unknown>;

  @ApiProperty({ enum: ['active', 'paused'], description: 'Of the connection.' })
  state!: 'active' | 'paused';

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Why the connection waits for a check.',
  })
  pausedReason!: string | null;

  @ApiProperty({ type: ShopAnswer, nullable: true })
  shop!: ShopAnswer | null;

  @ApiProperty({ description: 'For webhooks of the platform.' })
  webhookUrl!: string;

  @ApiProperty({ description: 'For signed inbound events.' })
  inboundUrl!: string;

  @ApiProperty({ description: 'Base of SALESmanago-style v2 calls.' })
  compatUrl!: string;

  @ApiProperty({ description: 'Base of the storefront script.' })
  trackerUrl!: string;

  @ApiProperty({ type: CallbackUrls, description: 'Of the account, to paste into SALESmanago.' })
  callbackUrls!: CallbackUrls;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt!: string;
}

export class MissingPermissionAnswer {
  @ApiProperty({ example: 'read_customers', description: 'As the platform spells it.' })
  permission!: string;

  @ApiProperty({ description: 'What will not work without it.' })
  effect!: string;
}

export class StoreCheckAnswer {
  @ApiProperty({ description: 'The store answered and took the credentials.' })
  ok!: boolean;

  @ApiProperty({ format: 'date-time' })
  checkedAt!: string;

  @ApiProperty({ enum: ['active', 'paused'], description: 'A passed check ends a pause.' })
  state!: 'active' | 'paused';

  @ApiProperty({ type: String, nullable: true, example: 'STORE_UNAUTHORIZED' })
  code!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    enum: ['retry', 'fixSettings', 'fixData', 'reportBug', null],
  })
  next!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'What failed, and what to do.' })
  message!: string | null;

  @ApiProperty({ type: ShopAnswer, nullable: true })
  shop!: ShopAnswer | null;

  @ApiProperty({
    type: [MissingPermissionAnswer],
    description: 'Permissions the credentials lack.',
  })
  missing!: readonly MissingPermissionAnswer[];

  @ApiProperty({ type: [String] })
  warnings!: readonly string[];
}

export class WebhookAnswer {
  @ApiProperty()
  id!: string;

  @ApiProperty({ example: 'orders/create', description: 'As the platform spells it.' })
  topic!: string;

  @ApiProperty()
  address!: string;

  @ApiProperty()
  active!: boolean;

  @ApiProperty({ type: String, nullable: true })
  detail!: string | null;
}
