import type { AppPackage } from '@storewire/core';
import { READ_ENTITIES } from './permissions.js';
import { TOPICS } from './webhook-reading.js';

const WRITTEN = 'newsletter_recipient';

/** The technical name: lasting, one for each store, because a shop may have apps of several stores. */
export const appNameOf = (storeId: string): string =>
  `Storewire${storeId.replaceAll(/[^0-9A-Za-z]/g, '').slice(-12)}`;

/** The zip of a private app: a manifest in a folder that is called as the app. */
export const appFiles = (app: AppPackage): Readonly<Record<string, string>> => ({
  [`${appNameOf(app.storeId)}/manifest.xml`]: manifestOf(app),
});

/**
 * Name, registration, permissions and webhooks. `onlyLiveVersion` is left out, because Shopware before 6.5.7 refuses a
 * manifest with it; a draft costs a call and nothing more.
 */
function manifestOf({ storeId, installUrl, webhookUrl, secret, madeAt }: AppPackage): string {
  const webhooks = TOPICS.map(
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
        <version>1.0.${madeAt}</version>
        <license>Apache-2.0</license>
    </meta>
    <setup>
        <registrationUrl>${escaped(installUrl)}</registrationUrl>
        <secret>${escaped(secret)}</secret>
    </setup>
    <permissions>
        ${permissions.join('\n        ')}
    </permissions>
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
