#!/usr/bin/env -S node --max-semi-space-size=8 --heap-growing-percent=20
import 'reflect-metadata';
import { Command } from 'commander';
import type { ApplyOptions } from './configuration/apply.command.js';
import type { SendOptions } from './inbound/send.command.js';
import type { SelftestOptions } from './selftest/selftest.command.js';
import { startHub } from './start-hub.js';

const program = new Command('storewire')
  .description('Connects online stores to SALESmanago.')
  .showHelpAfterError();

program
  .command('start', { isDefault: true })
  .description('starts the hub')
  .action(() => startHub(process.env));

program
  .command('run')
  .description('starts the hub with one adapter, and without the demo')
  .requiredOption('--adapter <id>', 'platform or package, such as woocommerce')
  .action(({ adapter }: { adapter: string }) =>
    startHub(
      Object.assign(process.env, {
        STOREWIRE_ADAPTERS: adapter,
        STOREWIRE_DEMO: process.env.STOREWIRE_DEMO || 'false',
      }),
    ),
  );

program
  .command('selftest')
  .description(
    'ends hubs in the middle of their work and shows whether anything was lost or sent twice',
  )
  .requiredOption(
    '--crash',
    'the test there is: kills on data and shops of its own, on this machine',
  )
  .option('--rounds <n>', 'how many hubs to end', '60')
  .option('--seed <n>', 'repeats the choices of an earlier run')
  .option('--engine <engine...>', 'sqlite, or postgres and the address of a server', ['sqlite'])
  .action(async (options: SelftestOptions, command: Command) => {
    const { runSelftest, SelftestUsage } = await import('./selftest/selftest.command.js');
    try {
      process.exit((await runSelftest(options)) ? 0 : 1);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof SelftestUsage) command.error(message, { exitCode: 2 });
      process.stderr.write(`The test could not be ended: ${message}\n`);
      process.exit(1);
    }
  });

program
  .command('apply')
  .description('applies a configuration file to a running hub; the key is STOREWIRE_API_KEY')
  .requiredOption('-f, --file <file>', 'YAML or JSON, as GET …/configuration gives it')
  .option('--url <url>', 'where the hub is', 'http://127.0.0.1:3000')
  .option(
    '--tenant <tenant>',
    'id or name, with the key of an operator; else the one the file names, made if there is none',
  )
  .option('--dry-run', 'only says what would change')
  .action(async (options: ApplyOptions, command: Command) => {
    const { applyFile, ApplyFailed } = await import('./configuration/apply.command.js');
    try {
      process.stdout.write(`${(await applyFile(options, process.env)).join('\n')}\n`);
    } catch (error) {
      if (error instanceof ApplyFailed) command.error(error.message, { exitCode: 1 });
      throw error;
    }
  });

program
  .command('send')
  .description(
    'sends inbound events to a store; the secret is STOREWIRE_INBOUND_SECRET, the result one line per refusal',
  )
  .requiredOption('--url <url>', 'the inboundUrl of the store')
  .option(
    '-f, --file <file>',
    'an event, a list, { "events": [...] } or one event per line; - is the input',
    '-',
  )
  .action(async (options: SendOptions, command: Command) => {
    const { sendFile, SendFailed } = await import('./inbound/send.command.js');
    try {
      const { lines, isWhole } = await sendFile(options, process.env);
      process.stdout.write(`${lines.join('\n')}\n`);
      process.exitCode = isWhole ? 0 : 1;
    } catch (error) {
      if (error instanceof SendFailed) command.error(error.message, { exitCode: 1 });
      throw error;
    }
  });

await program.parseAsync();
