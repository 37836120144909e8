// Loaded before the program (`node --import`): brings its modules into memory and waits for the word, so that a hub
// that was killed is replaced at once. What runs then is the program as it always starts.
import { once } from 'node:events';
import { flushCompileCache } from 'node:module';

// Without the one who started it nobody would end it.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
const word = once(process, 'message');
await import('../app.module.js');
await Promise.all([import('@storewire/adapter-shopify'), import('@storewire/adapter-woocommerce')]);
flushCompileCache();
await word;
