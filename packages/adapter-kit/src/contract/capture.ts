import { inspect } from 'node:util';

const METHODS = ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const;

/** Listens to everything the process prints, and lets it through unless it is told not to. */
export class OutputCapture {
  private readonly parts: string[] = [];
  private restore: (() => void)[] = [];

  constructor(private readonly passesOn = true) {}

  start(): void {
    for (const method of METHODS) {
      const original = console[method];
      console[method] = (...args: unknown[]) => {
        this.parts.push(args.map((arg) => textOf(arg)).join(' '));
        if (this.passesOn) original.apply(console, args);
      };
      this.restore.push(() => {
        console[method] = original;
      });
    }
    for (const stream of [process.stdout, process.stderr]) {
      const original = stream.write;
      stream.write = ((...args: Parameters<typeof original>) => {
        this.parts.push(textOf(args[0]));
        return this.passesOn ? original.apply(stream, args) : true;
      }) as typeof original;
      this.restore.push(() => {
        stream.write = original;
      });
    }
  }

  stop(): void {
    for (const undo of this.restore.reverse()) undo();
    this.restore = [];
  }

  get text(): string {
    return this.parts.join('\n');
  }
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  return everythingIn(value);
}

/** An error or object as a careless logger would print it. */
export const everythingIn = (value: unknown): string =>
  inspect(value, { depth: 8, maxStringLength: null, maxArrayLength: null, breakLength: 200 });
