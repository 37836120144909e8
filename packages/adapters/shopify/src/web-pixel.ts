import { StoreForbidden, StoreRefused } from '@storewire/core';
import type { ShopifyClient } from './client.js';
import { userErrorText } from './graphql-answer.js';
import type { UserError } from './operations/operation.js';
import {
  CREATE_PIXEL,
  DELETE_PIXEL,
  UPDATE_PIXEL,
  WEB_PIXEL,
  type WebPixelNode,
} from './operations/tag.operations.js';

/** Name of the one setting; the extension's own file declares it. */
export const PIXEL_SETTING = 'trackerUrl';

const NOT_DEPLOYED =
  'The web pixel is not there, because the app has no such extension yet: deploy the app package.';

/**
 * Switches the pixel of the app on with the address of the store's tracker; repeatable.
 *
 * @returns what is missing, in a sentence, or nothing once it runs. @throws what `ShopifyClient.run` throws, but not for
 * the lack of a scope.
 */
export async function placePixel(
  client: ShopifyClient,
  trackerUrl: string,
): Promise<string | undefined> {
  try {
    const found = await findPixel(client);
    if (found && isOf(found, trackerUrl)) return undefined;
    const pixel = { settings: JSON.stringify({ [PIXEL_SETTING]: trackerUrl }) };
    const { result } = found
      ? await client.run(UPDATE_PIXEL, { id: found.id, pixel })
      : await client.run(CREATE_PIXEL, { pixel });
    return problemOf(result.userErrors);
  } catch (error) {
    return lackOf(error);
  }
}

/** What is missing, as `placePixel` says it; changes nothing. */
export async function lookAtPixel(
  client: ShopifyClient,
  trackerUrl: string,
): Promise<string | undefined> {
  try {
    const found = await findPixel(client);
    if (!found) return 'The web pixel is switched off.';
    return isOf(found, trackerUrl) ? undefined : 'The web pixel sends to another address.';
  } catch (error) {
    return lackOf(error);
  }
}

/** Takes the pixel away that sends to this address. @throws StoreRefused when Shopify keeps it. */
export async function removePixel(client: ShopifyClient, trackerUrl: string): Promise<void> {
  const found = await findPixel(client).catch((error: unknown) => {
    // Without the scope no pixel was ever placed.
    if (error instanceof StoreForbidden) return undefined;
    throw error;
  });
  if (!found || !isOf(found, trackerUrl)) return;
  const { result } = await client.run(DELETE_PIXEL, { id: found.id });
  const errors = result.userErrors.filter(({ code }) => code !== 'NOT_FOUND');
  if (errors.length > 0) {
    throw new StoreRefused(`the web pixel was not removed: ${userErrorText(errors)}`);
  }
}

async function findPixel(client: ShopifyClient): Promise<WebPixelNode | undefined> {
  try {
    return (await client.run(WEB_PIXEL)).webPixel ?? undefined;
  } catch (error) {
    // Asked for a pixel that is not there, Shopify gives an error and not nothing.
    const isNone =
      error instanceof StoreRefused && /no web pixel|not[ _]found/i.test(error.message);
    if (isNone) return undefined;
    throw error;
  }
}

function isOf({ settings }: WebPixelNode, trackerUrl: string): boolean {
  try {
    const values: unknown = typeof settings === 'string' ? JSON.parse(settings) : settings;
    return (values as Record<string, unknown> | null)?.[PIXEL_SETTING] === trackerUrl;
  } catch {
    return false;
  }
}

function problemOf(errors: readonly UserError[]): string | undefined {
  if (errors.length === 0) return undefined;
  const isMissing = errors.some(({ code }) => code === 'NO_EXTENSION');
  return isMissing ? NOT_DEPLOYED : `Shopify refuses the web pixel: ${userErrorText(errors)}.`;
}

function lackOf(error: unknown): string {
  if (!(error instanceof StoreForbidden)) throw error;
  return `The web pixel is off, because the token lacks ${error.missing.join(', ')}.`;
}
