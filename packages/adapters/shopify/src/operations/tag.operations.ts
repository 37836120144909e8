import { mutation, query, type UserError } from './operation.js';

/** The app that the token belongs to. Needs no scope of its own. */
export const APP = query<{
  currentAppInstallation: {
    app: { apiKey: string; handle: string | null; title: string };
    accessScopes: { handle: string }[];
  } | null;
}>('App', ' { currentAppInstallation { app { apiKey handle title } accessScopes { handle } } }');

/** The web pixel of this app in this shop; Shopify refuses the question where there is none. */
export const WEB_PIXEL = query<{ webPixel: WebPixelNode | null }>(
  'WebPixel',
  ' { webPixel { id settings } }',
);

export interface WebPixelNode {
  readonly id: string;
  /** JSON, as text or as an object. */
  readonly settings: unknown;
}

interface PixelPayload {
  readonly webPixel: WebPixelNode | null;
  readonly userErrors: readonly UserError[];
}

const PIXEL_FIELDS = 'webPixel { id settings } userErrors { field message code }';

/** Needs `write_pixels` and `read_customer_events`. */
export const CREATE_PIXEL = mutation<{ result: PixelPayload }>(
  'CreatePixel',
  `($pixel: WebPixelInput!) { result: webPixelCreate(webPixel: $pixel) { ${PIXEL_FIELDS} } }`,
  { isRepeatable: false },
);

export const UPDATE_PIXEL = mutation<{ result: PixelPayload }>(
  'UpdatePixel',
  `($id: ID!, $pixel: WebPixelInput!) {
  result: webPixelUpdate(id: $id, webPixel: $pixel) { ${PIXEL_FIELDS} }
}`,
  { isRepeatable: true },
);

export const DELETE_PIXEL = mutation<{
  result: { deletedWebPixelId: string | null; userErrors: readonly UserError[] };
}>(
  'DeletePixel',
  `($id: ID!) {
  result: webPixelDelete(id: $id) { deletedWebPixelId userErrors { field message code } }
}`,
  { isRepeatable: false },
);

/** Where the published theme keeps which app embeds are on. Needs `read_themes`. */
export const THEME_SETTINGS = query<{
  themes: { nodes: { files: { nodes: { body: ThemeFileBody }[] } | null }[] } | null;
}>(
  'ThemeSettings',
  ` {
  themes(first: 1, roles: [MAIN]) {
    nodes {
      files(first: 1, filenames: ["config/settings_data.json"]) {
        nodes {
          body {
            ... on OnlineStoreThemeFileBodyText { content }
            ... on OnlineStoreThemeFileBodyBase64 { contentBase64 }
          }
        }
      }
    }
  }
}`,
);

export interface ThemeFileBody {
  readonly content?: string;
  readonly contentBase64?: string;
}
