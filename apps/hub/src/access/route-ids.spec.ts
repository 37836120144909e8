import { describe, expect, it } from '@jest/globals';
import { pathIdsOf } from './route-ids.js';

describe('pathIdsOf', () => {
  it.each([
    {
      pattern: '/api/v1/tenants/:t/stores/:s/messages/:m',
      params: { t: 'T', s: 'S', m: 'M' },
      ids: { tenant: 'T', store: 'S' },
      why: 'reads tenant and store and leaves other ids alone',
    },
    {
      pattern: '/api/v1/tenants/:tenantId/accounts/:id',
      params: { tenantId: 'T', id: 'A' },
      ids: { tenant: 'T', account: 'A' },
      why: 'does not depend on the names of the parameters',
    },
    {
      pattern: '/api/v1/tenants/:t/accounts/login',
      params: { t: 'T' },
      ids: { tenant: 'T' },
      why: 'takes no fixed segment for an id',
    },
    { pattern: undefined, params: {}, ids: {}, why: 'finds nothing where there is no route' },
  ])('$why', ({ pattern, params, ids }) => {
    expect(pathIdsOf(pattern, params as unknown as Record<string, string>)).toEqual(ids);
  });
});
