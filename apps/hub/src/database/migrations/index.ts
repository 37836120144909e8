import { Init1764000000000 } from './1764000000000-init.js';
import { Tracker1764000200000 } from './1764000200000-tracker.js';
import { StoreSecrets1764000300000 } from './1764000300000-store-secrets.js';
import { CompatIds1764000400000 } from './1764000400000-compat-ids.js';
import { Imports1764000500000 } from './1764000500000-imports.js';

/** Every migration, oldest first. A released one never changes. */
export const MIGRATIONS = [
  Init1764000000000,
  Tracker1764000200000,
  StoreSecrets1764000300000,
  CompatIds1764000400000,
  Imports1764000500000,
];
