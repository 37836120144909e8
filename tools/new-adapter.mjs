// Makes the skeleton of an adapter:
//   npm run new-adapter <id> [name]
// The skeleton compiles and its contract suite fails, each test with what has to be written.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TEMPLATE = fileURLToPath(new URL('./adapter-template/', import.meta.url));

/**
 * Writes `packages/adapters/<id>` and `docs/adapters/<id>.md`, and makes the hub depend on the adapter.
 * @param {{ root: string, id: string, name?: string }} options `name` is how people call the platform.
 * @returns {string[]} the files that were written, from the root
 * @throws when the id is no id or is taken
 */
export function newAdapter({ root, id, name = capitalised(id) }) {
  if (!/^[a-z][a-z0-9]*$/.test(id ?? '')) {
    throw new Error(
      'The id is permanent and stored in the database: lower-case letters and digits.',
    );
  }
  const folder = join('packages', 'adapters', id);
  const docs = join('docs', 'adapters', `${id}.md`);
  for (const path of [folder, docs]) {
    if (existsSync(join(root, path))) throw new Error(`${path} is already there.`);
  }
  const kit = packageJson(root, 'packages/adapter-kit');
  const versions = { ...kit.devDependencies, ...kit.dependencies };
  const fill = (text) =>
    text
      .replace(/Newshop(?=[A-Z])|(?<=Fake)Newshop/g, capitalised(id))
      .replaceAll('Newshop', name)
      .replaceAll('newshop', id)
      .replace(/"([^"]+)": "from adapter-kit"/g, (_, used) => `"${used}": "${versions[used]}"`);
  const written = [];
  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    written.push(path);
  };
  for (const file of filesOf(TEMPLATE)) {
    const text = fill(readFileSync(join(TEMPLATE, file), 'utf8'));
    write(file === 'docs.md' ? docs : join(folder, file.replace('newshop', id)), text);
  }
  const hub = packageJson(root, 'apps/hub');
  hub.dependencies = Object.fromEntries(
    Object.entries({ ...hub.dependencies, [`@storewire/adapter-${id}`]: 'workspace:*' }).sort(
      ([a], [b]) => (a < b ? -1 : 1),
    ),
  );
  write(join('apps', 'hub', 'package.json'), `${JSON.stringify(hub, null, 2)}\n`);
  return written;
}

const capitalised = (id = '') => id.charAt(0).toUpperCase() + id.slice(1);

const packageJson = (root, folder) =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));

const filesOf = (folder, below = '') =>
  readdirSync(join(folder, below), { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesOf(folder, join(below, entry.name)) : [join(below, entry.name)],
  );

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [id, ...words] = process.argv.slice(2);
  try {
    const root = dirname(dirname(fileURLToPath(import.meta.url)));
    const name = words.join(' ');
    for (const file of newAdapter({ root, id, ...(name ? { name } : {}) })) console.log(file);
  } catch (error) {
    console.error(error.message);
    console.error('usage: npm run new-adapter <id> [name]');
    process.exit(2);
  }
}
