/** Of this many calls each running export gets one, however much live traffic waits. */
const SHARE = 10;
/** Live traffic keeps at least every second call, however many exports run. */
const LIVE_SHARE = 2;

/** Whose turn it is in the lane of one account, when live traffic and exports wait at the same time. */
export class ExportTurns {
  /** Calls since each export had its last one. */
  private readonly since = new Map<string, number>();

  /**
   * The export that has waited longest for its tenth, if one has waited long enough. With more than five exports
   * there are no tenths left for all: they take turns in every second call.
   * @param running exports with something to send.
   */
  next(running: readonly string[]): string | undefined {
    const wait = Math.max(SHARE, running.length * LIVE_SHARE) - 1;
    const [longest] = running
      .map((id) => ({ id, calls: this.since.get(id) ?? 0 }))
      .filter(({ calls }) => calls >= wait)
      .sort((a, b) => b.calls - a.calls);
    return longest?.id;
  }

  /** A call was started, for an export or for none. */
  started(running: readonly string[], exportId: string | null): void {
    for (const id of running) this.since.set(id, (this.since.get(id) ?? 0) + 1);
    if (exportId !== null) this.since.set(exportId, 0);
    for (const id of this.since.keys()) if (!running.includes(id)) this.since.delete(id);
  }

  /** The export whose turn it was had nothing to send. */
  pass(exportId: string): void {
    this.since.set(exportId, 0);
  }
}
