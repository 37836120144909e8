const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A cluster longer than this is not a letter but a decoration; it is cut between code points. */
const MAX_CLUSTER_UNITS = 32;

/**
 * Shortens a text to at most `limit` characters, without splitting what a reader sees as one character.
 *
 * Counted in UTF-16 units: how the server counts is not published, and this is the strictest of the plausible ways
 * (never less than the number of code points). Lone surrogates, which no UTF-8 body can carry, become U+FFFD.
 */
export function cutText(text: string, limit: number): string {
  const whole = text.toWellFormed();
  if (whole.length <= limit) return whole;
  const cluster = graphemes.segment(whole).containing(limit);
  if (cluster && limit - cluster.index <= MAX_CLUSTER_UNITS) return whole.slice(0, cluster.index);
  const splitsPair = /^[\uDC00-\uDFFF]/.test(whole.slice(limit));
  return whole.slice(0, splitsPair ? limit - 1 : limit);
}

export interface ProductIdCut {
  /** Comma-separated ids, at most `limit` characters. */
  text: string;
  /** Ids that did not fit, in order. */
  cut: readonly string[];
  /** Ids that hold a comma and would be read as two. */
  unusable: readonly string[];
}

/** Joins product ids with commas and stops before the first id that would not fit whole. Blank ids are skipped. */
export function cutProductIds(ids: readonly string[], limit: number): ProductIdCut {
  const named = ids.map((id) => id.trim().toWellFormed()).filter((id) => id !== '');
  const usable = named.filter((id) => !id.includes(','));
  let text = '';
  let kept = 0;
  for (const id of usable) {
    const longer = kept === 0 ? id : `${text},${id}`;
    if (longer.length > limit) break;
    text = longer;
    kept += 1;
  }
  return { text, cut: usable.slice(kept), unusable: named.filter((id) => id.includes(',')) };
}
