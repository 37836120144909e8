import { Init1764000000000 } from './1764000000000-init.js';
import { Tracker1764000200000 } from './1764000200000-tracker.js';
import { StoreSecrets1764000300000 } from './1764000300000-store-secrets.js';
import { CompatIds1764000400000 } from './1764000400000-compat-ids.js';
import { Imports1764000500000 } from './1764000500000-imports.js';
import { RetriedFrom1764000700000 } from './1764000700000-retried-from.js';
import { TagPlacement1764000800000 } from './1764000800000-tag-placement.js';
import { WaitingCustomer1764000900000 } from './1764000900000-waiting-customer.js';
import { CallbackWords1764001000000 } from './1764001000000-callback-words.js';

/** Every migration, oldest first. A released one never changes. */
export const MIGRATIONS = [
  Init1764000000000,
  Tracker1764000200000,
  StoreSecrets1764000300000,
  CompatIds1764000400000,
  Imports1764000500000,
  RetriedFrom1764000700000,
  TagPlacement1764000800000,
  WaitingCustomer1764000900000,
  CallbackWords1764001000000,
];
