// Checks that imports point one way and that each package declares what it uses:
//   apps -> adapters -> adapter-kit -> core, apps -> salesmanago -> core; core and sandbox stand alone.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Who may import which of our packages: in all of its code, and beyond that in its tests. The first pattern that fits
 * a folder counts.
 */
const RULES = [
  { folder: /^packages\/core$/, code: [], tests: [] },
  { folder: /^packages\/salesmanago$/, code: ['core'], tests: ['sandbox'] },
  { folder: /^packages\/sandbox$/, code: [], tests: [] },
  { folder: /^packages\/tracker$/, code: [], tests: ['sandbox'] },
  { folder: /^packages\/adapter-kit$/, code: ['core'], tests: [] },
  { folder: /^packages\/adapters\/[^/]+$/, code: ['core', 'adapter-kit'], tests: ['sandbox'] },
  {
    folder: /^apps\/hub$/,
    code: ['core', 'adapter-kit', 'adapter-*', 'salesmanago', 'sandbox', 'tracker', 'bridges'],
    tests: [],
  },
  { folder: /^apps\/[^/]+$/, code: ['core'], tests: ['sandbox', 'hub'] },
  { folder: /^bridges$/, code: [], tests: [] },
  { folder: /^bench$/, code: ['*'], tests: [] },
];

/** What an entity or a query needs from TypeORM; none of it can reach a row. */
const TYPEORM_NAMES = new Set([
  ...['Entity', 'Column', 'PrimaryColumn', 'Index', 'Unique', 'Check', 'Relation'],
  ...['ManyToOne', 'OneToMany', 'OneToOne', 'JoinColumn', 'ForeignKey'],
  ...['Equal', 'In', 'IsNull', 'LessThan', 'LessThanOrEqual', 'Like', 'MoreThan'],
  ...['MoreThanOrEqual', 'Not', 'Or', 'Between'],
]);
/** Packages that open a database; in the hub they belong to `database/`. */
const DATABASE_PACKAGES = ['typeorm', '@nestjs/typeorm', 'better-sqlite3', 'pg'];
/** Ways out of the process; `core` is pure, and an adapter calls its store through the client it is given. */
const WAYS_OUT = ['dgram', 'dns', 'fs', 'http', 'http2', 'https', 'net', 'tls', 'child_process'];

const SOURCE = /\.(?:[cm]?[jt]s|tsx)$/;
const IGNORED = new Set(['node_modules', 'dist', 'coverage', '.turbo', 'fixtures']);
const BUILTIN = new Set(builtinModules);

/**
 * Every import that breaks a rule, as `file: what is wrong`.
 * @param {string} root folder of the workspace
 */
export function brokenBoundaries(root) {
  const packages = packageFolders(root).map((folder) => readPackage(root, folder));
  const ours = new Map(packages.map((pkg) => [pkg.name, pkg]));
  return packages.flatMap((pkg) =>
    filesUnder(join(root, pkg.folder)).flatMap((file) => {
      const path = relative(root, file).split(sep).join('/');
      return importsOf(readFileSync(file, 'utf8'))
        .map((found) => problemOf(found, { root, pkg, file, path, ours }))
        .filter(Boolean)
        .map((problem) => `${path}: ${problem}`);
    }),
  );
}

function problemOf({ specifier, names }, { root, pkg, file, path, ours }) {
  if (specifier.startsWith('.')) {
    const target = relative(join(root, pkg.folder), resolve(dirname(file), specifier));
    const isTool = /^(?:\.\.\/)+tools\//.test(target.split(sep).join('/'));
    return target.startsWith('..') && !isTool
      ? `${specifier} leaves the package; import it by its name.`
      : undefined;
  }
  const isTest = isTestFile(path.slice(pkg.folder.length + 1));
  const builtin = builtinOf(specifier);
  if (builtin) return isTest ? undefined : wayOut(pkg, builtin);
  const name = packageOf(specifier);
  if (ours.has(name)) {
    const problem = ourImport(pkg, name, isTest);
    if (problem) return problem;
  }
  const databaseProblem = isTest ? undefined : databaseImport(pkg, path, name, names);
  if (databaseProblem) return databaseProblem;
  const { dependencies, devDependencies } = pkg;
  if (name === pkg.name || dependencies.has(name)) return undefined;
  if (!devDependencies.has(name)) return `${name} is not in the package.json.`;
  return isTest ? undefined : `${name} is a devDependency, but this is not a test.`;
}

const PURE = /^packages\/(?:core|adapters\/[^/]+)$/;

const wayOut = (pkg, builtin) =>
  PURE.test(pkg.folder) && WAYS_OUT.includes(builtin.split('/')[0])
    ? `node:${builtin} reaches outside; ${pkg.folder} must not.`
    : undefined;

function ourImport(pkg, name, isTest) {
  const rule = RULES.find(({ folder }) => folder.test(pkg.folder));
  if (!rule) return `no rule in tools/boundaries.mjs says what ${pkg.folder} may import.`;
  if (name === pkg.name) return undefined;
  const short = name.replace('@storewire/', '');
  const allowed = isTest ? [...rule.code, ...rule.tests] : rule.code;
  const fits = allowed.some((entry) =>
    entry.endsWith('*') ? short.startsWith(entry.slice(0, -1)) : short === entry,
  );
  return fits ? undefined : `${pkg.folder} must not import ${name}.`;
}

function databaseImport(pkg, path, name, names) {
  if (!DATABASE_PACKAGES.includes(name)) return undefined;
  if (pkg.folder === 'bench') return undefined;
  if (pkg.folder !== 'apps/hub') return `${name} belongs to the hub.`;
  if (path.startsWith('apps/hub/src/database/')) return undefined;
  if (name !== 'typeorm') return `${name} is for apps/hub/src/database only.`;
  const forbidden = names.filter((imported) => !TYPEORM_NAMES.has(imported));
  return forbidden.length
    ? `${forbidden.join(', ')} of typeorm is for apps/hub/src/database only.`
    : undefined;
}

/** Tests, what only tests use (the contract suite of the adapter kit, too), and configuration of the tools. */
const isTestFile = (path) =>
  /\.spec\.[cm]?[jt]sx?$/.test(path) ||
  /^(?:test|src\/testing|src\/contract)\//.test(path) ||
  /^[^/]+\.config\.[cm]?[jt]s$/.test(path);

const builtinOf = (specifier) => {
  const bare = specifier.replace(/^node:/, '');
  return specifier.startsWith('node:') || BUILTIN.has(bare) ? bare : undefined;
};

const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/**
 * The imports and re-exports of a file. Reading them by pattern is enough: the formatter puts each at the start of
 * a line and in one form.
 */
export function importsOf(text) {
  const found = [];
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  for (const [, clause, specifier] of code.matchAll(
    /^(?:import|export)\s+([^'"`;]*?)\bfrom\s+['"]([^'"]+)['"]/gm,
  )) {
    found.push({ specifier, names: namesIn(clause) });
  }
  for (const [, specifier] of code.matchAll(/^import\s+['"]([^'"]+)['"]/gm)) {
    found.push({ specifier, names: [] });
  }
  for (const [, specifier] of code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*[,)]/g)) {
    found.push({ specifier, names: ['*'] });
  }
  return found;
}

/** `type { A, B as C }` gives A and B; a default or namespace import gives `*`. */
function namesIn(clause) {
  const braces = /\{([^}]*)\}/.exec(clause);
  const outside = clause.replace(/\{[^}]*\}/, '').replace(/^type\b/, '');
  const names = (braces?.[1] ?? '')
    .split(',')
    .map((entry) =>
      entry
        .trim()
        .replace(/^type\s+/, '')
        .replace(/\s+as\s+.*$/, ''),
    )
    .filter(Boolean);
  return /[\w*]/.test(outside) ? ['*', ...names] : names;
}

function packageFolders(root) {
  const children = (folder) =>
    existsSync(join(root, folder))
      ? readdirSync(join(root, folder), { withFileTypes: true })
          .filter((entry) => entry.isDirectory() && !IGNORED.has(entry.name))
          .map((entry) => `${folder}/${entry.name}`)
      : [];
  return [
    ...children('packages'),
    ...children('packages/adapters'),
    ...children('apps'),
    'bridges',
    'bench',
  ]
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .sort();
}

function readPackage(root, folder) {
  const read = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));
  const own = read(join(folder, 'package.json'));
  const shared = existsSync(join(root, 'package.json')) ? read('package.json') : {};
  return {
    folder,
    name: own.name,
    dependencies: new Set(
      Object.keys({ ...own.dependencies, ...own.peerDependencies, ...own.optionalDependencies }),
    ),
    // The tools of the workspace stand in the root's package.json.
    devDependencies: new Set(Object.keys({ ...shared.devDependencies, ...own.devDependencies })),
  };
}

function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (IGNORED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(path);
    return SOURCE.test(entry.name) ? [path] : [];
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const problems = brokenBoundaries(dirname(dirname(fileURLToPath(import.meta.url))));
  for (const problem of problems) console.error(problem);
  console.log(problems.length ? `${problems.length} broken boundaries.` : 'Boundaries hold.');
  process.exit(problems.length ? 1 : 0);
}
