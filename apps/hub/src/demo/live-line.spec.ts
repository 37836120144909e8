import { describe, expect, it } from '@jest/globals';
import { LiveLine, type Output } from './live-line.js';

const ERASE_LINE = '\u001b[2K';

/** A terminal of one screen: knows carriage return, line feed and "erase this line". */
class FakeTerminal {
  readonly isTTY = true;
  readonly columns = 20;
  readonly lines = [''];

  readonly write = ((chunk: string) => {
    for (const [n, text] of chunk.split(ERASE_LINE).entries()) {
      if (n > 0) this.lines[this.lines.length - 1] = '';
      const [first = '', ...rest] = text.replaceAll('\r', '').split('\n');
      this.lines[this.lines.length - 1] += first;
      this.lines.push(...rest);
    }
    return true;
  }) as Output['write'];
}

function open() {
  const terminal = new FakeTerminal();
  const line = Object.assign(new LiveLine(), { out: terminal });
  return { terminal, line };
}

describe('LiveLine', () => {
  it('changes one line', () => {
    const { terminal, line } = open();
    line.show('accepted 10');
    line.show('accepted 9');
    expect(terminal.lines).toEqual(['accepted 9']);
  });

  it('keeps log lines above it, whole', () => {
    const { terminal, line } = open();
    line.show('accepted 1');
    terminal.write('a log line\n');
    terminal.write('another\n');
    line.show('accepted 2');
    expect(terminal.lines).toEqual(['a log line', 'another', 'accepted 2']);
  });

  it('cuts what the terminal would wrap', () => {
    const { terminal, line } = open();
    line.show('accepted 1000000   delivered 1000000');
    expect(terminal.lines[0]).toHaveLength(19);
  });

  it('gives the terminal back', () => {
    const { terminal, line } = open();
    const { write } = terminal;
    line.show('accepted 1');
    line.end();
    line.end();
    expect(terminal.write).toBe(write);
    terminal.write('bye\n');
    expect(terminal.lines).toEqual(['accepted 1', 'bye', '']);
  });
});
