// Makes one small classic script per platform of the modules in src/storefront: `dist/scripts/<watcher>.js`.
// A bundler would be a dependency for one job: the modules have no cycles, no default exports and no renamed imports,
// so their order of import is their order in the script. Named *.config because it configures the build, as the
// boundaries check asks of code that uses devDependencies.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minifySync, parseSync, transformSync } from '@swc/core';

const root = dirname(fileURLToPath(import.meta.url));
const storefront = join(root, 'src', 'storefront');
const watchers = join(storefront, 'watchers');
/** Browsers of the last five years; older ones would stop at the syntax and report it to the page. */
const target = 'es2020';

/** The scripts by name of their watcher; `CONFIG` in them is where the hub puts a store's configuration. */
export function buildScripts() {
  return new Map(
    readdirSync(watchers)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .map((file) => [file.slice(0, -'.ts'.length), buildScript(join(watchers, file))]),
  );
}

function buildScript(watcher) {
  const modules = new Map();
  addModule(watcher, modules);
  addModule(join(storefront, 'start.ts'), modules);
  const body = [...modules.values()].join('\n');
  // Two modules with one name would silently become one; as a module the parser refuses that.
  parseSync(body, { syntax: 'ecmascript', target, isModule: true });
  const { code } = minifySync(`(function(CONFIG){${body}\nstart(CONFIG,watcher)})("CONFIG");`, {
    module: false,
    ecma: 2020,
    compress: { passes: 3, unsafe_arrows: true, pure_getters: true },
    mangle: true,
  });
  const script = code.replace(/;?\s*$/, ';');
  if (script.split('"CONFIG"').length !== 2) throw new Error(`${watcher}: no place for CONFIG.`);
  return script;
}

/** Adds a module after all it imports. */
function addModule(file, modules) {
  if (modules.has(file)) return;
  const { code } = transformSync(readFileSync(file, 'utf8'), {
    filename: file,
    swcrc: false,
    jsc: { target, parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  });
  const imports = /^(?:\/\*.*?\*\/ )?import\s+\{[^}]*\}\s+from\s+['"]([^'"]+)['"];?\n/gm;
  for (const [, specifier] of code.matchAll(imports)) {
    addModule(resolve(dirname(file), specifier.replace(/\.js$/, '.ts')), modules);
  }
  const own = code.replace(imports, '').replace(/(^|\*\/ )export (?=const |function )/gm, '$1');
  if (/(?:^|\*\/ )(?:import|export)\b/m.test(own))
    throw new Error(`${file} has an import or export of a kind that is not joined.`);
  modules.set(file, own);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = join(root, 'dist', 'scripts');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, script] of buildScripts()) writeFileSync(join(folder, `${name}.js`), script);
}
