import { StoreForbidden } from '@storewire/core';
import type { ShopifyClient } from './client.js';
import { THEME_SETTINGS, type ThemeFileBody } from './operations/tag.operations.js';

/** File name of the block, by which theme editor and theme settings know it. */
export const EMBED_HANDLE = 'storewire';

/** `unknown`: the theme may not be read, or does not tell. */
export type EmbedState = 'on' | 'off' | 'unknown';

interface ThemeBlock {
  readonly type?: unknown;
  readonly disabled?: unknown;
}

interface Preset {
  readonly blocks?: Readonly<Record<string, ThemeBlock>>;
}

interface ThemeSettings {
  /** The name of a preset where nothing was changed yet. */
  readonly current?: Preset | string;
  readonly presets?: Readonly<Record<string, Preset>>;
}

/**
 * Whether the app embed is switched on in the published theme.
 *
 * @param appHandle how the theme names the app; without it the block's own name counts.
 * @throws what `ShopifyClient.run` throws, but not for the lack of `read_themes`.
 */
export async function readEmbed(
  client: ShopifyClient,
  appHandle: string | null,
): Promise<EmbedState> {
  try {
    const { themes } = await client.run(THEME_SETTINGS);
    const settings = settingsIn(themes?.nodes[0]?.files?.nodes[0]?.body);
    return settings ? stateIn(settings, appHandle) : 'unknown';
  } catch (error) {
    if (error instanceof StoreForbidden) return 'unknown';
    throw error;
  }
}

function settingsIn(body: ThemeFileBody | undefined): ThemeSettings | undefined {
  const text = body?.content ?? Buffer.from(body?.contentBase64 ?? '', 'base64').toString('utf8');
  try {
    // Shopify writes a comment in front of the JSON.
    const settings: unknown = JSON.parse(text.replace(/^\s*\/\*[\s\S]*?\*\//, ''));
    return settings !== null && typeof settings === 'object' ? settings : undefined;
  } catch {
    return undefined;
  }
}

function stateIn({ current, presets }: ThemeSettings, appHandle: string | null): EmbedState {
  const preset = typeof current === 'string' ? presets?.[current] : current;
  const isOn = Object.values(preset?.blocks ?? {}).some(
    ({ type, disabled }) => isOurs(type, appHandle) && disabled !== true,
  );
  return isOn ? 'on' : 'off';
}

/** `shopify://apps/<app>/blocks/<file name>/<id>`. */
function isOurs(type: unknown, appHandle: string | null): boolean {
  const [, app, block] = /^shopify:\/\/apps\/([^/]+)\/blocks\/([^/]+)\//.exec(String(type)) ?? [];
  return block === EMBED_HANDLE && (appHandle === null || app === appHandle);
}
