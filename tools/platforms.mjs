// Writes docs/platforms.md from what the adapters declare:
//   npm run platforms [-- --check]
// `--check` writes nothing and fails when the file is not what it would be. Needs a build.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const KINDS = ['contact', 'consent', 'cart', 'order', 'product', 'erasure'];
const MODES = {
  webhook: 'live',
  poll: 'poll',
  history: 'export',
  writeBack: 'write-back',
  inbound: 'inbound',
};

/** @param {readonly { adapter: object, page: string, settings: ReadonlyMap }[]} platforms */
function document(platforms) {
  const rows = platforms.map(({ adapter, page }) =>
    row([
      `[${adapter.name}](${page})`,
      `\`${adapter.id}\``,
      [...new Set([adapter.apiVersion, ...(adapter.versions ?? [])])].filter(Boolean).join(', ') ||
        '-',
      ...KINDS.map((kind) => modesOf(adapter.capabilities[kind])),
    ]),
  );
  const head = ['platform', 'id', 'API and tested versions', ...KINDS];
  return `# Platforms

<!-- Written by \`npm run platforms\` from what the adapters declare. Change the declaration, not this page. -->

What each adapter can do. *live*: by webhook, within seconds. *poll*: read every few minutes, which also finds what a webhook missed. *export*: the
past, once, on request. *write-back*: the hub writes the consent into the store. *inbound*: the shop
posts [inbound events](inbound.md).

${row(head)}
${row(head.map(() => '---'))}
${rows.join('\n')}
${platforms.map(connection).join('')}`;
}

const connection = ({ adapter, settings }) => `
## Connection: ${adapter.name}

${row(['field', 'what', ''])}
${row(['---', '---', '---'])}
${[...settings]
  .map(([field, { label, help, example, secret, source }]) =>
    row([
      `\`${field}\``,
      [`${label}.`, help, source && `Found at ${source}.`].filter(Boolean).join(' '),
      [secret && 'secret', example && `e.g. \`${example}\``].filter(Boolean).join(', '),
    ]),
  )
  .join('\n')}
`;

const row = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;

const modesOf = (modes) => (modes?.length ? modes.map((mode) => MODES[mode]).join(', ') : '-');

async function installed() {
  const load = (...path) => import(pathToFileURL(join(root, ...path)).href);
  const { settingsOf } = await load('packages', 'core', 'dist', 'index.js');
  const folders = readdirSync(join(root, 'packages', 'adapters')).sort();
  const found = await Promise.all(
    folders.map(async (folder) => {
      const module = await load('packages', 'adapters', folder, 'dist', 'index.js');
      return [module.default].flat().map((adapter) => ({
        adapter,
        page: `adapters/${folder}.md`,
        settings: settingsOf(adapter.connection),
      }));
    }),
  );
  return found.flat();
}

const file = join(root, 'docs', 'platforms.md');
const text = document(await installed());
if (!process.argv.includes('--check')) {
  writeFileSync(file, text);
  console.log('docs/platforms.md is written.');
} else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  console.error('docs/platforms.md is not what the adapters declare. Run: npm run platforms');
  process.exit(1);
} else console.log('docs/platforms.md is current.');
