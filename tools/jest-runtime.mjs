// A jest runtime that lets Node load the modules, once for all spec files of a worker. jest's own loads and links every
// module again for each file, over a thousand for a spec of the hub, and runs them cold: that was two thirds of the time.
//
// The price: spec files cannot replace modules, and what they change in an object that outlives them they have to put
// back. Spies are put back here, what belongs to the process by the environment.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { offerGlobals } from './jest-globals.mjs';
import { readTypeScriptWith, sourceMaps } from './jest-modules.mjs';

/** Where jest-circus keeps, on the global object, what belongs to one spec file. */
const HANDLERS = Symbol.for('EVENT_HANDLERS');
const TIMEOUT = Symbol.for('TEST_TIMEOUT_SYMBOL');
const STATE = 'JEST_STATE_SYMBOL';

class SharedModulesRuntime {
  #require;
  #mocker;

  constructor(
    config,
    _environment,
    _resolver,
    transformer,
    _cache,
    { collectCoverage },
    _path,
    run,
  ) {
    if (collectCoverage || run.watch || run.watchAll) {
      throw new Error(
        'The spec files of a worker share their modules: there is no --coverage (use NODE_V8_COVERAGE) and no --watch.',
      );
    }
    this.#require = createRequire(join(config.rootDir, 'package.json'));
    const globals = createRequire(this.#require.resolve('@jest/globals/package.json'));
    this.#mocker = new (globals('jest-mock').ModuleMocker)(globalThis);
    readTypeScriptWith(transformer);
  }

  /** jest-circus, again for each spec file: its modules hold the list of tests. */
  requireInternalModule(path) {
    delete this.#require.cache[path];
    return this.#require(path);
  }

  requireModule(path) {
    return this.#require(path);
  }

  setGlobalsForRuntime(globals) {
    offerGlobals({ ...globals, jest: jestOf(this.#mocker) });
  }

  unstable_shouldLoadAsEsm() {
    return true;
  }

  unstable_importModule(path) {
    return import(pathToFileURL(path).href);
  }

  getSourceMaps() {
    return sourceMaps;
  }

  getAllCoverageInfoCopy() {}

  enterTestCode() {}

  leaveTestCode() {}

  teardown() {
    this.#mocker.restoreAllMocks();
    for (const symbol of Object.getOwnPropertySymbols(globalThis)) {
      if (symbol === HANDLERS || symbol === TIMEOUT || symbol.description === STATE) {
        delete globalThis[symbol];
      }
    }
  }
}

/** What of the `jest` object makes sense without a sandbox. */
function jestOf(mocker) {
  const offered = {
    fn: (...values) => mocker.fn(...values),
    spyOn: (...values) => mocker.spyOn(...values),
    restoreAllMocks: () => mocker.restoreAllMocks(),
    setTimeout: (timeoutMs) => {
      globalThis[TIMEOUT] = timeoutMs;
    },
  };
  return new Proxy(offered, {
    get(target, name) {
      if (name in target) return target[name];
      throw new Error(
        `There is no jest.${String(name)}: the spec files of a worker share their modules and globals. Inject what a test replaces.`,
      );
    },
  });
}

// jest takes it with `require`.
export { SharedModulesRuntime as 'module.exports' };
