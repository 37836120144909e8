import type { WebhookSubscription } from '@storewire/core';

/** What a look at the subscriptions of a store says. */
export interface Look {
  /** Everything that was there is there and active. */
  readonly isComplete: boolean;
  /** What was there and is not any more, or is switched off; by topic, without repeats. */
  readonly lost: readonly string[];
}

/**
 * Compares the subscriptions at the hub's address with those of the last look.
 * @param before topics that were active then; null before the first look, which is never complete.
 */
export function compareSubscriptions(
  found: readonly WebhookSubscription[],
  before: readonly string[] | null,
): Look {
  const active = new Set(topicsOf(found));
  const switchedOff = found.filter((one) => !one.active).map(({ topic }) => topic);
  const gone = (before ?? []).filter((topic) => !active.has(topic));
  const lost = [...new Set([...gone, ...switchedOff.filter((topic) => !active.has(topic))])].sort();
  return { isComplete: before !== null && lost.length === 0, lost };
}

/** Topics with an active subscription. */
export const topicsOf = (subscriptions: readonly WebhookSubscription[]): string[] =>
  [...new Set(subscriptions.filter(({ active }) => active).map(({ topic }) => topic))].sort();
