// What `@jest/globals` is in the tests: stand-ins for those of the spec file that runs, because a module that registers
// tests for others (a contract, a scene) stays loaded from one file to the next.
let current = {};

/** From now on the stand-ins mean these. */
export function offerGlobals(globals) {
  current = globals;
}

const standIn = (name) =>
  new Proxy(() => {}, {
    apply: (_target, _self, values) => current[name](...values),
    get: (_target, property) => current[name][property],
  });

export const afterAll = standIn('afterAll');
export const afterEach = standIn('afterEach');
export const beforeAll = standIn('beforeAll');
export const beforeEach = standIn('beforeEach');
export const describe = standIn('describe');
export const expect = standIn('expect');
export const it = standIn('it');
export const jest = standIn('jest');
export const test = it;
