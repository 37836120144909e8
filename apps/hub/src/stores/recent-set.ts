/** Remembers texts for a while, and never more than so many: the oldest go first. */
export class RecentSet {
  private readonly added = new Map<string, number>();

  /** @param now milliseconds of a clock that only goes forward. */
  constructor(
    private readonly maxSize: number,
    private readonly keepMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  get size(): number {
    return this.added.size;
  }

  has(text: string): boolean {
    const at = this.added.get(text);
    return at !== undefined && this.now() - at < this.keepMs;
  }

  add(text: string): void {
    this.added.delete(text);
    this.added.set(text, this.now());
    if (this.added.size <= this.maxSize) return;
    const oldest = this.added.keys().next();
    if (!oldest.done) this.added.delete(oldest.value);
  }

  clear(): void {
    this.added.clear();
  }
}
