import shopify from '@storewire/adapter-shopify';
import { shopware6 } from '@storewire/adapter-shopware';
import type { AnyAdapter, IdentityContext } from '@storewire/core';
import { type CornerConnection, cornerShop } from './corner-shop.js';

/** What Shopify calls the shop in requests that it forwards. */
export const SIGNED_SHOP = 'mugs-example.myshopify.com';

/** Each shop has agreed on a secret of its own. */
export const secretOf = ({ url }: CornerConnection): string => `secret of ${url}`;

type Context = IdentityContext<CornerConnection>;

/** A corner shop that signs who is logged in as Shopware does, and forwards requests as Shopify does. */
export const signingShop: AnyAdapter = {
  ...cornerShop,
  identity: {
    path: () => shopify.identity?.path?.({} as never),
    verifyToken: (token: string, { connection, now }: Context) =>
      shopware6.identity?.verifyToken?.(token, {
        now,
        connection: {
          url: connection.url,
          clientId: 'SWIA',
          clientSecret: 'access-key',
          webhookSecret: secretOf(connection),
        },
      }) ?? { refused: 'none' },
    verifyForwarded: (query: string, { connection, now }: Context) =>
      shopify.identity?.verifyForwarded?.(query, {
        now,
        connection: {
          shopDomain: SIGNED_SHOP,
          accessToken: 'shpat_x',
          clientSecret: secretOf(connection),
        },
      }),
  },
};
