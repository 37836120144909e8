import { createServer } from 'node:net';

// Below the ports that the system gives out by itself (32768 and up): nothing that listens on port 0 or calls out can
// take one of these before the hub listens, or while it is down between two starts.
const FIRST = 10_000;
const LAST = 32_000;
/** Each test process begins elsewhere. */
let next = FIRST + Math.floor(Math.random() * (LAST - FIRST));

/** A port that nobody has, and that this process has not given out before. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = next;
    next = next < LAST ? next + 1 : FIRST;
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    });
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
