import type { AppFiles, AppPackage } from '@storewire/core';
import { SHOPIFY_API_VERSION } from './api-version.js';
import { EMBED_HANDLE } from './app-embed.js';
import { PROXY_PREFIX, PROXY_SUBPATH } from './app-proxy.js';
import type { ShopifyClient } from './client.js';
import { APP } from './operations/tag.operations.js';
import { PIXEL_SOURCE } from './pixel-source.js';
import { SCOPE_WITH_APPROVAL, SCOPES } from './shop-info.js';
import { PIXEL_SETTING } from './web-pixel.js';

const COMPLIANCE_TOPICS = ['customers/data_request', 'customers/redact', 'shop/redact'];
const PIXEL_LIBRARY = '^2.18.0';

/**
 * The configuration and the two extensions of the merchant's own app, ready for `shopify app deploy`. Holds no secret:
 * the client id is public, and so is the address of the script.
 *
 * @throws what `ShopifyClient.run` throws: the client id and the scopes are those of the connected app.
 * @see docs/adapters/shopify.md#the-storefront-script
 */
export async function appFiles(app: AppPackage, client: ShopifyClient): Promise<AppFiles> {
  const { currentAppInstallation } = await client.run(APP);
  const granted = currentAppInstallation?.accessScopes.map(({ handle }) => handle) ?? [];
  const { apiKey = '', title = 'Storewire' } = currentAppInstallation?.app ?? {};
  return {
    'shopify.app.toml': configuration(app, { apiKey, title, scopes: scopesOf(granted) }),
    'package.json': json({
      name: 'storewire-shopify-app',
      version: `1.0.${app.madeAt}`,
      private: true,
      workspaces: ['extensions/*'],
    }),
    'extensions/storewire-embed/shopify.extension.toml': 'name = "Storewire"\ntype = "theme"\n',
    [`extensions/storewire-embed/blocks/${EMBED_HANDLE}.liquid`]: embed(app),
    'extensions/storewire-pixel/shopify.extension.toml': PIXEL_CONFIGURATION,
    'extensions/storewire-pixel/package.json': json({
      name: 'storewire-pixel',
      version: '1.0.0',
      private: true,
      dependencies: { '@shopify/web-pixels-extension': PIXEL_LIBRARY },
    }),
    'extensions/storewire-pixel/src/index.js': PIXEL_SOURCE,
    'README.md': README,
  };
}

/** What is granted stays; what needs Shopify's approval is not asked for where it is not granted. */
const scopesOf = (granted: readonly string[]): string[] => {
  const wanted = SCOPES.filter((scope) => scope !== SCOPE_WITH_APPROVAL);
  return [...new Set([...wanted, ...granted])].sort();
};

const json = (value: object): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** A JSON text is a TOML text. */
const toml = (value: string | readonly string[]): string => JSON.stringify(value);

function configuration(
  { trackerUrl, webhookUrl }: AppPackage,
  { apiKey, title, scopes }: { apiKey: string; title: string; scopes: readonly string[] },
): string {
  const home = `${new URL(trackerUrl).origin}/`;
  return `client_id = ${toml(apiKey)}
name = ${toml(title)}
application_url = ${toml(home)}
embedded = false

[access_scopes]
scopes = ${toml(scopes.join(','))}

[auth]
redirect_urls = ${toml([home])}

[webhooks]
api_version = ${toml(SHOPIFY_API_VERSION)}

[[webhooks.subscriptions]]
compliance_topics = ${toml(COMPLIANCE_TOPICS)}
uri = ${toml(webhookUrl)}

[app_proxy]
url = ${toml(trackerUrl)}
prefix = ${toml(PROXY_PREFIX)}
subpath = ${toml(PROXY_SUBPATH)}

[build]
include_config_on_deploy = true
`;
}

const embed = ({
  trackerUrl,
}: AppPackage): string => `<script async src="${trackerUrl}/s.js"></script>

{% schema %}
{
  "name": "Storewire",
  "target": "head",
  "settings": []
}
{% endschema %}
`;

/** Loaded only for a shopper who allows marketing. */
const PIXEL_CONFIGURATION = `name = "Storewire"
type = "web_pixel_extension"
runtime_context = "strict"

[customer_privacy]
analytics = false
marketing = true
preferences = false
sale_of_data = "enabled"

[settings]
type = "object"

[settings.fields.${PIXEL_SETTING}]
name = "Tracker address"
description = "The hub fills this in."
type = "single_line_text_field"
validations = [ { name = "min", value = "1" } ]
`;

const README = `# Storewire for this shop

The configuration of your own app, an app embed that loads the storefront script, a web pixel for the checkout, and the
app proxy that tells who is logged in. Needs Node.js and a login to the app's organisation.

    npm install
    npx @shopify/cli@latest app deploy

This replaces the configuration of the app: merge shopify.app.toml first if the app serves anything else. Then approve
the new scopes in the shop, get a new token if Shopify asks for it, and switch on the app embed (Online Store > Themes >
Customize > App embeds). The hub sees to the rest.
`;
