import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const found = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser'].find(
  (path) => path !== undefined && path !== '' && existsSync(path),
);

/** Whether the tests that need a browser can run; where they cannot, they say so and are counted as skipped. */
export const hasChromium = found !== undefined;

if (!hasChromium) {
  process.stderr.write(
    'SKIP  @storewire/tracker: no Chromium found. Install it or set CHROMIUM_PATH; CI does.\n',
  );
}

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: found, args: ['--no-sandbox', '--disable-quic'] });
