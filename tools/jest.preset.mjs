import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

export default {
  reporters: ['default', here('./jest-reporter.mjs')],
  // Node itself loads the modules, once for all spec files of a worker.
  runtime: here('./jest-runtime.mjs'),
  testEnvironment: here('./jest-environment.mjs'),
  testSequencer: here('./jest-sequencer.mjs'),
  injectGlobals: false,
  // Above the longest wait of a test, on a busy machine; a test that hangs still ends.
  testTimeout: 120_000,
  // A set-up that failed half way leaves servers open; the run must end and say so all the same.
  forceExit: true,
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        module: { type: 'es6' },
        sourceMaps: 'inline',
        jsc: {
          target: 'es2023',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: {
            legacyDecorator: true,
            decoratorMetadata: true,
            useDefineForClassFields: false,
          },
        },
      },
    ],
  },
};
