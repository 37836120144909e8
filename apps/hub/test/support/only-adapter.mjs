import { registerHooks } from 'node:module';

// Loaded with --import before the hub: every adapter but the one in ONLY_ADAPTER is as if it had not been installed.
const PREFIX = '@storewire/adapter-';
const THERE = new Set([`${PREFIX}kit`, `${PREFIX}${process.env.ONLY_ADAPTER}`]);

registerHooks({
  resolve(specifier, context, next) {
    if (!specifier.startsWith(PREFIX) || THERE.has(specifier.split('/', 2).join('/'))) {
      return next(specifier, context);
    }
    const missing = new Error(
      `Cannot find package '${specifier}' imported from ${context.parentURL}`,
    );
    throw Object.assign(missing, { code: 'ERR_MODULE_NOT_FOUND' });
  },
});
