import { Setting } from '@storewire/core';
import { IsUrl, Matches } from 'class-validator';

/** What a merchant types in to connect a Newshop shop. */
export class NewshopConnection {
  @Setting({
    label: 'Shop address',
    example: 'https://shop.example',
    help: 'The home page of the shop.',
  })
  @IsUrl(
    { protocols: ['https', 'http'], require_protocol: true, require_tld: false },
    { message: 'url: the full address of the shop, with https://.' },
  )
  url!: string;

  @Setting({
    label: 'API token',
    secret: true,
    help: 'Which permissions it needs, and where it is made.',
  })
  @Matches(/^\S+$/, { message: 'token: without spaces.' })
  token!: string;
}
