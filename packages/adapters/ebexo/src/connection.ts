import { Setting } from '@storewire/core';
import { IsOptional, IsUrl, Matches, ValidateIf } from 'class-validator';

const WEB = { protocols: ['https', 'http'], require_protocol: true, require_tld: false };

/** Nothing has to be typed in: Ebexo posts to the hub. What is typed in lets the hub say something back. */
export class EbexoConnection {
  @Setting({
    label: 'Shop address',
    example: 'https://shop.example',
    help: 'May stay empty. With it, the hub knows the shop again after it was removed and connected anew, and events name its domain.',
  })
  @IsOptional()
  @IsUrl(WEB, { message: 'url: the full address of the shop, with https://.' })
  url?: string;

  @Setting({
    label: 'Callback address',
    example: 'https://shop.example/storewire-consent',
    help: 'May stay empty. Gets a signed call when a person opts in or out in SALESmanago.',
  })
  @IsOptional()
  @IsUrl(WEB, { message: 'callbackUrl: a full address, with https://.' })
  callbackUrl?: string;

  @Setting({
    label: 'Callback secret',
    secret: true,
    help: 'Signs the calls to the callback address; at least 16 characters of your own.',
  })
  @ValidateIf(
    ({ callbackUrl, callbackSecret }: EbexoConnection) =>
      callbackUrl !== undefined || callbackSecret !== undefined,
  )
  @Matches(/^\S{16,200}$/, {
    message: 'callbackSecret: 16 to 200 characters without blanks, needed with a callbackUrl.',
  })
  callbackSecret?: string;
}
