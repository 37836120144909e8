import { describe, expect, it } from '@jest/globals';
import { InvalidEnvironment } from '../config.js';
import { fakeAdapter } from '../testing/fake-shop.js';
import { startTestHub } from '../testing/test-hub.js';
import { AdapterRegistry } from './adapter-registry.js';

describe('AdapterRegistry.load', () => {
  it("loads the adapters among the hub's own dependencies", async () => {
    const registry = await AdapterRegistry.load(undefined);
    expect(registry.list().map(({ id }) => id)).toEqual(
      expect.arrayContaining(['shopify', 'woocommerce']),
    );
    expect(registry.get('kit')).toBeUndefined();
  });

  it('loads only what is wanted', async () => {
    const registry = await AdapterRegistry.load(['@storewire/adapter-shopify']);
    expect(registry.list().map(({ id }) => id)).toEqual(['shopify']);
  });

  it('refuses names that are not installed', async () => {
    await expect(AdapterRegistry.load(['nothing'])).rejects.toThrow(InvalidEnvironment);
  });
});

describe('GET /api/v1/adapters', () => {
  it('lists each with what it can do and the form of its connection', async () => {
    const hub = await startTestHub({
      override: (builder) =>
        builder.overrideProvider(AdapterRegistry).useValue(new AdapterRegistry([fakeAdapter])),
    });
    try {
      const { status, body } = await hub.api('GET', '/api/v1/adapters');
      expect(status).toBe(200);
      expect(body.nextCursor).toBeNull();
      expect(body.items).toHaveLength(1);
      expect(body.items[0]).toMatchObject({
        id: 'fake',
        name: 'Fake',
        platforms: ['fake'],
        versions: ['1.0'],
        apiVersion: '1',
        capabilities: { order: ['webhook'] },
        connection: {
          type: 'object',
          required: ['url', 'token'],
          properties: { token: { title: 'Token', writeOnly: true } },
        },
      });
      expect((await hub.api('GET', '/api/v1/adapters', undefined, null)).status).toBe(401);
    } finally {
      await hub.close();
    }
  });
});
