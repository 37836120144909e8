import type { FakeStore } from '@storewire/adapter-kit/contract';

/** A script on the pages of a storefront, as BigCommerce keeps it. */
export interface PageScript {
  readonly src: string;
  readonly channel_id: number;
  readonly enabled: boolean;
}

/** What tests of the hub use of the store that the BigCommerce adapter is tested with. */
export interface FakeBigCommerce extends FakeStore<object> {
  readonly hash: string;
  channels: { readonly id: number; readonly name: string }[];
  readonly scripts: { readonly rows: readonly PageScript[] };
  connection(): { readonly appClientId: string; readonly appClientSecret: string };
  row(kind: 'contact', id: string): Readonly<Record<string, unknown>>;
}

/** The fake belongs to the tests of its adapter and is in no package, so it is read where it lies. */
export async function fakeBigCommerce(): Promise<FakeBigCommerce> {
  const file = '../../../../packages/adapters/bigcommerce/test/fake-bigcommerce.ts';
  const module = await import(new URL(file, import.meta.url).href);
  return module.fakeBigCommerce();
}
