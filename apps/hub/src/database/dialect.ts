export type Dialect = 'sqlite' | 'postgres';

/** Which database this process uses; read once, before any entity is loaded. */
export const dialect: Dialect = process.env.DATABASE_URL ? 'postgres' : 'sqlite';
