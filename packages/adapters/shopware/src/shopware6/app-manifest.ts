import type { AppFiles, RegisteringAppPackage } from '@storewire/core';
import { CONSENT_COOKIE, storefrontTemplate, TEMPLATE_PATH } from './app-storefront.js';
import type { Shopware6Connection } from './connection.js';
import { READ_ENTITIES } from './permissions.js';
import { APP_TOPICS } from './webhook-reading.js';

const WRITTEN = 'newsletter_recipient';

/** The technical name: lasting, one for each store, because a shop may have apps of several stores. */
export const appNameOf = (storeId: string): string =>
  `Storewire${storeId.replaceAll(/[^0-9A-Za-z]/g, '').slice(-12)}`;

/** How long Shopware remembers that the shopper agreed. */
const CONSENT_DAYS = 180;

/** The zip of a private app, in a folder that is called as the app: a manifest, and the template that places the tag. */
export function appFiles(app: RegisteringAppPackage, connection: Shopware6Connection): AppFiles {
  const appName = appNameOf(app.storeId);
  return {
    [`${appName}/manifest.xml`]: manifestOf(app),
    [`${appName}/${TEMPLATE_PATH}`]: storefrontTemplate({
      trackerUrl: app.trackerUrl,
      appName,
      salesChannelId: app.storefront ?? (connection.salesChannelId || undefined),
    }),
  };
}

/**
 * Name, registration, permissions, webhooks and the entry of the consent window. `onlyLiveVersion` is left out, because Shopware before 6.5.7 refuses a
 * manifest with it; a draft costs a call and nothing more.
 */
function manifestOf(app: RegisteringAppPackage): string {
  const { storeId, installUrl, webhookUrl, secret, madeAt } = app;
  const webhooks = APP_TOPICS.map(
    (event) =>
      `<webhook name="${nameOf(event)}" url="${escaped(webhookUrl)}" event="${escaped(event)}"/>`,
  );
  const permissions = [
    ...READ_ENTITIES.map((entity) => `<read>${entity}</read>`),
    `<create>${WRITTEN}</create>`,
    `<update>${WRITTEN}</update>`,
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="https://raw.githubusercontent.com/shopware/shopware/trunk/src/Core/Framework/App/Manifest/Schema/manifest-2.0.xsd">
    <meta>
        <name>${appNameOf(storeId)}</name>
        <label>Storewire</label>
        <description>Connects this shop to SALESmanago.</description>
        <author>Storewire</author>
        <copyright>Storewire</copyright>
        <version>1.1.${madeAt}</version>
        <license>Apache-2.0</license>
    </meta>
    <setup>
        <registrationUrl>${escaped(installUrl)}</registrationUrl>
        <secret>${escaped(secret)}</secret>
    </setup>
    <permissions>
        ${permissions.join('\n        ')}
    </permissions>
    <cookies>
        <cookie>
            <cookie>${CONSENT_COOKIE}</cookie>
            <snippet-name>SALESmanago</snippet-name>
            <value>1</value>
            <expiration>${CONSENT_DAYS}</expiration>
        </cookie>
    </cookies>
    <webhooks>
        ${webhooks.join('\n        ')}
    </webhooks>
</manifest>
`;
}

/** `state_enter.order.state.paid` is `storewireStateEnterOrderStatePaid`. */
const nameOf = (event: string): string =>
  `storewire${event
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}`;

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
