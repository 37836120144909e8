import { close, fdatasync, open } from 'node:fs';
import { promisify } from 'node:util';

/** The disk did not take what was committed. What is on it is known only after the database was opened again. */
export class DiskFailed extends Error {
  constructor(cause: Error) {
    super(
      `The disk did not take the database's log: ${cause.message}. The hub stops, so that nothing is confirmed that may be lost. Check the disk, then start the hub again; stores and SALESmanago are asked for what is missing.`,
      { cause },
    );
  }
}

/**
 * Brings committed transactions to disk beside the event loop: what `synchronous=FULL` does inside each COMMIT, while the
 * next transaction is already worked on. Transactions that are committed during one flush share the next.
 *
 * The log is written in order, so a flush covers every transaction before it too.
 */
export class LogFlush {
  private underWay: Promise<void> = Promise.resolve();
  private next: Promise<void> | undefined;

  /** @param sync brings the log to disk as it is at the call. */
  constructor(private readonly sync: () => Promise<void>) {}

  /** Resolves when all that is committed now is on disk. @throws DiskFailed, from then on always. */
  flushed(): Promise<void> {
    this.next ??= this.underWay.then(() => {
      // From here on a flush may miss what is committed.
      this.next = undefined;
      this.underWay = this.sync().catch((error: Error) => {
        throw new DiskFailed(error);
      });
      return this.underWay;
    });
    return this.next;
  }
}

/** The file of a write-ahead log, opened once; it stays the same file as long as a connection is open. */
export async function openLog(path: string): Promise<{
  sync: () => Promise<void>;
  close: () => Promise<void>;
}> {
  const file = await promisify(open)(path, 'r+');
  const sync = promisify(fdatasync);
  return {
    sync: () => sync(file),
    close: () => promisify(close)(file),
  };
}
