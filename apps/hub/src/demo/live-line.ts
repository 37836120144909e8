import { Injectable } from '@nestjs/common';

/** What a terminal has of `process.stdout`. */
export type Output = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>;

const ERASE_LINE = '\r\u001b[2K';

/**
 * Text for the person who started the hub, past the logger: blocks, and a last line that stays at the bottom and
 * changes. Whatever else is written to the same terminal, log lines above all, goes above it.
 */
@Injectable()
export class LiveLine {
  /** Replaced in tests. */
  out: Output = process.stdout;
  private text = '';
  /** The terminal's own way to write, while this class is in between. */
  private through: Output['write'] | undefined;

  /** False for a pipe or a file, which has no line that could change. */
  get isLive(): boolean {
    return this.out.isTTY === true;
  }

  print(text: string): void {
    this.out.write(text);
  }

  /** Only where `isLive`: shows the line, cut at the edge, because a wrapped line cannot be erased. */
  show(text: string): void {
    this.text = text.slice(0, Math.max(0, (this.out.columns || 80) - 1));
    this.through ??= this.takeOver();
    this.through.call(this.out, `${ERASE_LINE}${this.text}`);
  }

  /** Leaves the line where it is; what comes next starts below it. */
  end(): void {
    const { through } = this;
    if (!through) return;
    this.out.write = through;
    this.through = undefined;
    this.out.write('\n');
  }

  private takeOver(): Output['write'] {
    const { out } = this;
    const through = out.write;
    out.write = ((chunk: string | Uint8Array, ...rest: []) => {
      through.call(out, ERASE_LINE);
      const isWritten = through.call(out, chunk as string, ...rest);
      if (String(chunk).endsWith('\n')) through.call(out, this.text);
      return isWritten;
    }) as Output['write'];
    return through;
  }
}
