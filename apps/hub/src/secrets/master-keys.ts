import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MasterKeyInvalid } from './master-key-invalid.error.js';

const KEY_BYTES = 32;
const FILE_NAME = 'master.key';

export interface MasterKeySource {
  /** Base64, from the environment. */
  readonly masterKeys: readonly string[] | undefined;
  readonly dataDir: string;
}

/**
 * The keys of the environment, else those of `<data folder>/master.key`, which is made when it is missing and readable
 * by its owner only. The first encrypts.
 *
 * @throws MasterKeyInvalid when the file holds something else.
 */
export function loadMasterKeys({ masterKeys, dataDir }: MasterKeySource): Buffer[] {
  if (masterKeys) return masterKeys.map((key) => Buffer.from(key, 'base64'));
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, FILE_NAME);
  try {
    const key = randomBytes(KEY_BYTES).toString('base64');
    // `wx`: a key that is there is never replaced, nor by a second process that starts at the same moment.
    writeFileSync(path, `${key}\n`, { flag: 'wx', mode: 0o600, flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const keys = readFileSync(path, 'utf8')
    .split(',')
    .map((key) => Buffer.from(key.trim(), 'base64'));
  if (keys.some((key) => key.length !== KEY_BYTES)) throw new MasterKeyInvalid(path);
  return keys;
}
