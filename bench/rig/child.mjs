import { execFileSync, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** Clock ticks per second in /proc; fixed at 100 on Linux for user space. */
const TICKS = 100;

/** Pins every thread of a process to one core where the system can; else leaves it to the scheduler. */
export function pin(pid, core) {
  if (core === undefined || cpus().length < 2) return false;
  try {
    execFileSync('taskset', ['-acp', String(core), String(pid)], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Resident memory of a process in MB; undefined where /proc does not exist. */
export function residentMb(pid) {
  try {
    const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kb === undefined ? undefined : Number(kb) / 1024;
  } catch {
    return undefined;
  }
}

/** Seconds of CPU that a process has used, all threads. */
export function cpuSeconds(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS;
  } catch {
    return undefined;
  }
}

/**
 * A process of the benchmark that answers messages one at a time.
 *
 * @param {URL} script
 * @param {{ core?: number, env?: Record<string, string>, args?: string[] }} [options]
 */
export async function startChild(script, { core, env, args } = {}) {
  const child = fork(script, args ?? [], { env: { ...process.env, ...env } });
  const first = await message(child);
  pin(child.pid, core);
  return {
    pid: child.pid,
    first,
    pin: (to) => pin(child.pid, to),
    ask: async (question) => {
      child.send(question);
      const { result, error } = await message(child);
      if (error) throw new Error(error);
      return result;
    },
    stop: () => stopProcess(child),
  };
}

const message = (child) =>
  new Promise((resolve, reject) => {
    const onExit = (code) => reject(new Error(`a process of the benchmark ended with ${code}`));
    child.once('exit', onExit);
    child.once('message', (value) => {
      child.off('exit', onExit);
      resolve(value);
    });
  });

/** Ends a process and waits for it; by force after twenty seconds. */
export function stopProcess(child, signal = 'SIGTERM') {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill('SIGKILL'), 20_000);
    child.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    child.kill(signal);
  });
}
