// Loaded before the hub (`node --import`): hands what Node compiled to the next start, as an orderly end does. Most hubs
// of the tests are killed instead.
import { flushCompileCache } from 'node:module';

const LOADED_AFTER_MS = 2000;
setTimeout(flushCompileCache, LOADED_AFTER_MS).unref();
