import type { Args, Root } from './graphql-executor.js';

/** What a shop has of the storefront script. */
export interface TagData {
  readonly apiKey: string;
  handle: string | null;
  /** The app was deployed with its extensions. */
  isDeployed: boolean;
  pixel: { readonly id: string; settings: string } | undefined;
  /** `config/settings_data.json` of the published theme, as Shopify stores it. */
  theme: string;
}

export const newTagData = (): TagData => ({
  apiKey: 'FAKE_api_key',
  handle: 'storewire-mugs',
  isDeployed: true,
  pixel: undefined,
  theme: themeWith({}),
});

/** A theme's settings with these blocks, under the comment that Shopify writes. */
export const themeWith = (blocks: object): string =>
  `/* IMPORTANT: The contents of this file are auto-generated. */\n${JSON.stringify({ current: { blocks } })}`;

export const embedOf = (app = 'storewire-mugs', disabled = false): object => ({
  '1594': {
    type: `shopify://apps/${app}/blocks/storewire/2f28c9b0-a031-4e92-bf9d-5c5071973746`,
    disabled,
  },
});

type Need = (field: string, scope: string) => void;

/** Fields of the query root. */
export const tagQueries = (tag: TagData, need: Need): Root => ({
  webPixel: () => {
    need('webPixel', 'read_pixels');
    if (!tag.pixel) throw new Error('No web pixel was found for this app.');
    return tag.pixel;
  },
  themes: () => {
    need('themes', 'read_themes');
    return {
      nodes: [
        { files: () => ({ nodes: [{ body: { content: tag.theme, contentBase64: null } }] }) },
      ],
    };
  },
});

/** Fields of the mutation root. */
export function tagMutations(tag: TagData, need: Need, nextId: () => string): Root {
  const answer = (code?: string, message = 'Refused') => ({
    webPixel: code ? null : tag.pixel,
    userErrors: code ? [{ field: null, message, code }] : [],
  });
  const save = (id: string, webPixel: unknown) => {
    const { settings } = webPixel as { settings: string };
    if (typeof JSON.parse(settings).trackerUrl !== 'string') return answer('INVALID_SETTINGS');
    tag.pixel = { id, settings };
    return answer();
  };
  const needBoth = (field: string) => {
    need(field, 'write_pixels');
    need(field, 'read_customer_events');
  };
  return {
    webPixelCreate: ({ webPixel }: Args) => {
      needBoth('webPixelCreate');
      if (!tag.isDeployed) return answer('NO_EXTENSION', 'No extension found.');
      if (tag.pixel) return answer('TAKEN', 'is already taken');
      return save(`gid://shopify/WebPixel/${nextId()}`, webPixel);
    },
    webPixelUpdate: ({ id, webPixel }: Args) => {
      needBoth('webPixelUpdate');
      return tag.pixel?.id === id ? save(String(id), webPixel) : answer('NOT_FOUND');
    },
    webPixelDelete: ({ id }: Args) => {
      needBoth('webPixelDelete');
      const isThere = tag.pixel?.id === id;
      if (isThere) tag.pixel = undefined;
      return { deletedWebPixelId: isThere ? id : null, userErrors: [] };
    },
  };
}
