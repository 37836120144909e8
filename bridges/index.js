import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strToU8, zipSync } from 'fflate';

const ROOT = fileURLToPath(new URL('.', import.meta.url));

export const BRIDGE_VERSION = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version;

/** Where things go in the zip. Each module stands alone, so each gets its own copy of the shared code. */
const LAYOUTS = [
  {
    id: 'prestashop',
    platforms: ['prestashop16', 'prestashop17'],
    module: 'storewire',
    shared: 'shared',
    storefrontField: 'shopId',
    // PrestaShop asks for one in every folder: nothing is listed where the server lists folders.
    guard: "<?php\nheader('Location: ../');\nexit;\n",
  },
  {
    id: 'magento2',
    platforms: ['magento2'],
    module: 'app/code/Storewire/Bridge',
    shared: 'Shared',
    // Magento finds the classes by itself.
    leftOut: ['load.php'],
  },
  {
    id: 'magento1',
    platforms: ['magento1'],
    module: 'app/code/community/Storewire/Bridge',
    shared: 'Shared',
  },
];

export const BRIDGES = LAYOUTS.map(({ id, platforms, storefrontField }) => ({
  id,
  platforms,
  storefrontField,
}));

export const bridgeOf = (platform) => BRIDGES.find(({ platforms }) => platforms.includes(platform));

export function keyFile({ storeId, ...values }) {
  const rows = Object.entries(values).map(([name, value]) => `    '${name}' => ${php(value)},`);
  return [
    '<?php',
    `// Storewire store ${storeId}. Secret: do not publish.`,
    'return [',
    ...rows,
    '];',
    '',
  ].join('\n');
}

const php = (value) =>
  value === null || value === undefined
    ? 'null'
    : `'${String(value).replace(/[\\']/g, (character) => `\\${character}`)}'`;

export function packageBridge(id, keys) {
  const layout = LAYOUTS.find((one) => one.id === id);
  if (!layout) throw new RangeError(`There is no bridge called ${id}.`);
  const { module, shared, leftOut = [], guard } = layout;
  const files = new Map();
  for (const path of filesIn(join(ROOT, id))) {
    files.set(path, readFileSync(join(ROOT, id, path), 'utf8'));
  }
  for (const path of filesIn(join(ROOT, 'shared')).filter((name) => !leftOut.includes(name))) {
    files.set(`${module}/${shared}/${path}`, readFileSync(join(ROOT, 'shared', path), 'utf8'));
  }
  if (keys) files.set(`${module}/keys/${safeName(keys.storeId)}.php`, keyFile(keys));
  if (guard) for (const folder of foldersOf(files)) files.set(`${folder}/index.php`, guard);
  for (const [path, text] of files) files.set(path, text.replaceAll('@VERSION@', BRIDGE_VERSION));
  return zipFiles(files);
}

function safeName(storeId) {
  if (!/^[\w-]{1,64}$/.test(storeId) || storeId === 'index') {
    throw new RangeError('A store id has letters, digits, - and _.');
  }
  return storeId;
}

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );

const foldersOf = (files) =>
  new Set(
    [...files.keys()].flatMap((path) => {
      const parts = path.split('/').slice(0, -1);
      return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
    }),
  );

export function zipFiles(files) {
  // Sorted, and of one date: the earliest that a zip can say.
  const mtime = new Date(1980, 0, 1);
  const entries = [...files.keys()]
    .sort()
    .map((path) => [path, [strToU8(files.get(path)), { mtime, level: 9 }]]);
  return zipSync(Object.fromEntries(entries));
}
