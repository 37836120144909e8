#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { DEFAULT_ACCOUNT, DEFAULT_PARTNER } from './accounts.js';
import type { SandboxOptions } from './options.js';
import { createSandbox } from './sandbox.js';

const USAGE = `Usage: storewire-sandbox [options]

  --port <number>           default 4010
  --host <address>          default 127.0.0.1
  --opt-in-url <template>   callback with $email$ and sha1($email$SECRET)
  --opt-out-url <template>
  --callback-secret <text>  takes the place of SECRET in the templates
  --v3-delay <ms>           v3 sees new contacts this much later, default 0
  --job-duration <ms>       asynchronous jobs take this long, default 0
  --requests <number>       requests kept for inspection, default 1000
  --trim                    cut texts that are too long instead of refusing them
  --strict                  refuse what the real service tolerates
`;

function readOptions(): { sandbox: SandboxOptions; port: number; host: string } {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '4010' },
      host: { type: 'string', default: '127.0.0.1' },
      'opt-in-url': { type: 'string' },
      'opt-out-url': { type: 'string' },
      'callback-secret': { type: 'string' },
      'v3-delay': { type: 'string', default: '0' },
      'job-duration': { type: 'string', default: '0' },
      requests: { type: 'string', default: '1000' },
      trim: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    process.exit(0);
  }
  const callbackUrls = {
    optIn: values['opt-in-url'],
    optOut: values['opt-out-url'],
    secret: values['callback-secret'],
  };
  return {
    port: readNumber('port', values.port),
    host: values.host,
    sandbox: {
      accounts: [{ ...DEFAULT_ACCOUNT, callbackUrls }, DEFAULT_PARTNER],
      contactVisibleAfterMs: readNumber('v3-delay', values['v3-delay']),
      jobDurationMs: readNumber('job-duration', values['job-duration']),
      requestLogSize: readNumber('requests', values.requests),
      limits: { overLimit: values.trim ? 'trim' : 'reject' },
      strict: values.strict,
    },
  };
}

function readNumber(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new TypeError(`--${name} is a number, zero or more.`);
  return Number(text);
}

async function main(): Promise<void> {
  const options = readOptions();
  const sandbox = createSandbox(options.sandbox);
  const { url } = await sandbox.listen(options);
  const { clientId, apiSecret, owners, login, v3Keys } = DEFAULT_ACCOUNT;
  process.stdout.write(`SALESmanago sandbox and inspector: ${url}

  endpoint   ${url}   (v2, login, and v3 under /v3/)
  client id  ${clientId}
  API secret ${apiSecret}
  owners     ${owners.join(', ')}
  login      ${login?.email} / ${login?.password}
  v3 key     ${v3Keys?.[0]?.key}
  partner    ${DEFAULT_PARTNER.clientId}, secret ${DEFAULT_PARTNER.apiSecret}, owner ${DEFAULT_PARTNER.owners[0]}

Ctrl+C stops it; everything is kept in memory only.
`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exit(2);
});
