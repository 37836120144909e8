import { Init1764000000000 } from './1764000000000-init.js';

/** Every migration, oldest first. A released one never changes. */
export const MIGRATIONS = [Init1764000000000];
