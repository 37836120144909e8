import type { AnyAdapter, PlacedTag, StorefrontTag } from '@storewire/core';
import { fakeAdapter } from './fake-shop.js';

export const THEME_EDITOR = 'https://shop.example/admin/themes';

/** The pages of a shop, as a test arranges them. */
export class Pages {
  /** Addresses of the scripts that they load. */
  scripts: string[] = [];
  calls: string[] = [];
  needsPerson = false;
  keepsTag = false;
  fault: Error | undefined;
  /** What else happens while the shop answers. */
  meanwhile: (() => Promise<unknown>) | undefined;

  place({ src }: StorefrontTag): Promise<PlacedTag> {
    return this.call('place', () => {
      if (!this.needsPerson && !this.scripts.includes(src)) this.scripts.push(src);
      return this.stateOf(src);
    });
  }

  find({ src }: StorefrontTag): Promise<PlacedTag> {
    return this.call('find', () => this.stateOf(src));
  }

  remove({ src }: StorefrontTag): Promise<void> {
    return this.call('remove', () => {
      if (!this.keepsTag) this.scripts = this.scripts.filter((one) => one !== src);
    });
  }

  private stateOf(src: string): PlacedTag {
    if (this.scripts.includes(src)) return { state: 'placed' };
    if (!this.needsPerson) return { state: 'absent' };
    return { state: 'person', detail: 'Switch on the embed.', link: THEME_EDITOR };
  }

  private async call<T>(name: string, work: () => T): Promise<T> {
    this.calls.push(name);
    const { meanwhile } = this;
    this.meanwhile = undefined;
    await meanwhile?.();
    if (this.fault) throw this.fault;
    return work();
  }
}

/** The fake platform with an API that puts scripts on pages. */
export const taggedAdapter = (pages: (tag: StorefrontTag) => Pages): AnyAdapter => ({
  ...fakeAdapter,
  tag: {
    permissions: ['write_content', 'read_content'],
    place: (_, tag) => pages(tag).place(tag),
    find: (_, tag) => pages(tag).find(tag),
    remove: (_, tag) => pages(tag).remove(tag),
  },
});
