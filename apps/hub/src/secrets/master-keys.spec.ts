import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MasterKeyInvalid } from './master-key-invalid.error.js';
import { loadMasterKeys } from './master-keys.js';

describe('loadMasterKeys', () => {
  let folder: string;
  const path = () => join(folder, 'new', 'master.key');
  const load = () => loadMasterKeys({ masterKeys: undefined, dataDir: join(folder, 'new') });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'storewire-keys-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('makes a key that only its owner can read, and finds it again', () => {
    const [first] = load();
    expect(first).toHaveLength(32);
    expect(statSync(path()).mode & 0o777).toBe(0o600);
    expect(load()).toEqual([first]);
  });

  it('takes the keys of the environment, in their order, and writes no file', () => {
    const keys = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
    const masterKeys = keys.map((key) => key.toString('base64'));
    expect(loadMasterKeys({ masterKeys, dataDir: join(folder, 'new') })).toEqual(keys);
    expect(() => readFileSync(path())).toThrow('ENOENT');
  });

  it('refuses a file that holds no key and leaves it as it is', () => {
    load();
    writeFileSync(path(), 'lost');
    expect(load).toThrow(MasterKeyInvalid);
    expect(readFileSync(path(), 'utf8')).toBe('lost');
  });
});
