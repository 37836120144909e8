import { fileURLToPath } from 'node:url';

export default {
  reporters: ['default', fileURLToPath(new URL('./jest-reporter.mjs', import.meta.url))],
  testEnvironment: 'node',
  // Tests that start processes need room on a busy machine; a test that hangs still ends.
  testTimeout: 30_000,
  // A set-up that failed half way leaves servers open; the run must end and say so all the same.
  forceExit: true,
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  // Our sources import `./x.js` and mean `x.ts`; packages that keep JSON in `x.json.js` mean just that.
  moduleNameMapper: { '^(\\.{1,2}/.*(?<!\\.json))\\.js$': '$1' },
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
