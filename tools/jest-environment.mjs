// A jest environment without a sandbox: spec files run one after the other in the globals of their worker. What a file
// changes in the process, the next one finds as it was.
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

export default class SharedEnvironment {
  global = globalThis;
  #console = globalThis.console;
  #fetch = globalThis.fetch;
  #env = { ...process.env };
  #exit = process.exit;
  #exitCode = process.exitCode;
  #folder = process.cwd();
  #listeners = new Map(SIGNALS.map((signal) => [signal, process.rawListeners(signal)]));

  async setup() {}

  async teardown() {
    globalThis.console = this.#console;
    globalThis.fetch = this.#fetch;
    for (const name of Object.keys(process.env)) {
      if (!(name in this.#env)) delete process.env[name];
    }
    Object.assign(process.env, this.#env);
    process.exit = this.#exit;
    process.exitCode = this.#exitCode;
    process.chdir(this.#folder);
    for (const [signal, known] of this.#listeners) {
      for (const listener of process.rawListeners(signal)) {
        if (!known.includes(listener)) process.off(signal, listener);
      }
    }
  }

  /** jest asks whether there is one. */
  getVmContext() {
    return null;
  }
}
