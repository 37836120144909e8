/** Conditions for `TenantRepository`; the only way other modules get at them, like everything of the database. */
export { LessThan, MoreThan } from 'typeorm';
