import { Setting } from '@storewire/core';
import { IsUrl, Matches } from 'class-validator';

export class ExampleConnection {
  @Setting({ label: 'Shop', example: 'mill' })
  @Matches(/^[a-z]+$/, { message: 'Shop: the name in lower-case letters.' })
  shop!: string;

  @Setting({ label: 'Address of the API' })
  @IsUrl({ require_tld: false, protocols: ['http', 'https'] })
  address!: string;

  @Setting({ label: 'Token', secret: true })
  @Matches(/^tok_\w{8,}$/, { message: 'Token: begins with tok_.' })
  token!: string;

  @Setting({ label: 'Webhook secret', secret: true })
  @Matches(/^\w{16,}$/, { message: 'Webhook secret: 16 letters and digits or more.' })
  webhookSecret!: string;
}
