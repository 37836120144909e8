const DAY_S = 86_400;
const WEEK_S = 7 * DAY_S;
const WALL_CLOCK =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.\d+)?(?:Z|[+-]\d{2}(?::?\d{2})?)?$/;

/**
 * The clock on the shop's wall. WordPress stores UTC and shows most dates a second time in the zone
 * of the shop, without an offset. Instants are whole seconds since 1970, as in WordPress.
 */
export class ShopClock {
  readonly #offsets: Intl.DateTimeFormat;
  readonly #changes = new Map<number, { from: number; offset: number }[]>();

  constructor(readonly zone: string) {
    this.#offsets = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      timeZoneName: 'longOffset',
    });
  }

  /** Seconds the zone is ahead of UTC at an instant. */
  offsetAt(instant: number): number {
    const year = new Date(instant * 1000).getUTCFullYear();
    let changes = this.#changes.get(year);
    if (changes === undefined) {
      changes = this.#changesOf(year);
      this.#changes.set(year, changes);
    }
    let offset = changes[0]?.offset ?? 0;
    for (const change of changes) if (change.from <= instant) offset = change.offset;
    return offset;
  }

  /** `2026-11-21T17:26:39`, shop time. */
  local(instant: number): string {
    return text(instant + this.offsetAt(instant));
  }

  /** `2026-11-21T16:26:39`, UTC without a Z, as all `_gmt` fields have it. */
  gmt(instant: number): string {
    return text(instant);
  }

  /**
   * Reads a date of a query parameter. A zone written in it changes nothing, as in WooCommerce: what
   * counts is `isGmt` (parameter `dates_are_gmt`), otherwise the text is shop time.
   */
  read(value: string, isGmt: boolean): number | undefined {
    const parts = WALL_CLOCK.exec(value);
    if (parts === null) return undefined;
    const ms = Date.parse(`${parts[1]}T${parts[2]}Z`);
    if (Number.isNaN(ms)) return undefined;
    const wall = Math.floor(ms / 1000);
    if (isGmt) return wall;
    // Tried first is the offset of the day before, so of two equal wall-clock times on the day the
    // clocks go back the first counts, as in PHP.
    const first = wall - this.offsetAt(wall - DAY_S);
    const after = this.offsetAt(first);
    const second = wall - after;
    // A time skipped in spring is moved forward by PHP: that is the reading with the old offset.
    return this.offsetAt(second) === after ? second : first;
  }

  /** Looks once per week for a change, then narrows it down to the second. */
  #changesOf(year: number): { from: number; offset: number }[] {
    const start = Date.UTC(year, 0, 1) / 1000;
    const end = Date.UTC(year + 1, 0, 1) / 1000;
    const found = [{ from: start, offset: this.#ask(start) }];
    for (let at = start; at < end; at += WEEK_S) {
      let low = at;
      let high = Math.min(at + WEEK_S, end);
      const before = this.#ask(low);
      if (this.#ask(high) === before) continue;
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (this.#ask(middle) === before) low = middle;
        else high = middle;
      }
      found.push({ from: high, offset: this.#ask(high) });
    }
    return found;
  }

  #ask(instant: number): number {
    const name = this.#offsets
      .formatToParts(instant * 1000)
      .find((part) => part.type === 'timeZoneName');
    const parts = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?/.exec(name?.value ?? '');
    const seconds =
      Number(parts?.[2] ?? 0) * 3600 + Number(parts?.[3] ?? 0) * 60 + Number(parts?.[4] ?? 0);
    return parts?.[1] === '-' ? -seconds : seconds;
  }
}

function text(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19);
}
