// How Node reads the modules of a test: TypeScript through jest's transformer and its cache, `@jest/globals` from here.
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

const GLOBALS = new URL('./jest-globals.mjs', import.meta.url).href;
const AS_ES_MODULE = {
  supportsDynamicImport: true,
  supportsExportNamespaceFrom: true,
  supportsStaticESM: true,
  supportsTopLevelAwait: true,
};

/** The address of a module that was transformed, to the file with its source map; for the stacks of failures. */
export const sourceMaps = new Map();

let transformer;

/** From now on TypeScript is read with this transformer. */
export function readTypeScriptWith(given) {
  if (!transformer) registerHooks({ resolve, load });
  transformer = given;
}

/** Our sources import `./x.js` and mean `x.ts`. */
function resolve(specifier, context, next) {
  if (specifier === '@jest/globals') return { url: GLOBALS, format: 'module', shortCircuit: true };
  if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.endsWith('.ts')) {
    const url = new URL(`${specifier.slice(0, -'.js'.length)}.ts`, context.parentURL);
    if (existsSync(url)) return { url: url.href, format: 'module', shortCircuit: true };
  }
  return next(specifier, context);
}

function load(url, context, next) {
  if (!url.endsWith('.ts') || !url.startsWith('file:')) return next(url, context);
  const { code, sourceMapPath } = transformer.transform(fileURLToPath(url), AS_ES_MODULE);
  if (sourceMapPath) sourceMaps.set(url, sourceMapPath);
  return { format: 'module', source: code, shortCircuit: true };
}
