import { plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';

export interface Problem {
  /** Dotted path of the field. */
  readonly path: string;
  readonly message: string;
}

type Class<T> = new () => T;

export const UNKNOWN_KEY = 'is not a known key.';

/**
 * Validates a plain object against a class with class-validator rules; every problem at once, unknown keys too.
 * `partial` skips what is not given. Comma-separated text becomes a list where the class says so with a `Transform`.
 */
export function validateObject<T extends object>(
  type: Class<T>,
  plain: unknown,
  options: { partial?: boolean } = {},
): { value: T; problems: Problem[] } {
  if (plain === null || typeof plain !== 'object' || Array.isArray(plain)) {
    return { value: new type(), problems: [{ path: '', message: 'must be an object.' }] };
  }
  const value = plainToInstance(type, plain, { exposeDefaultValues: !options.partial });
  const errors = validateSync(value, {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: false,
    skipUndefinedProperties: options.partial === true,
  });
  const problems = problemsOf(errors);
  // class-transformer drops keys that Object.prototype knows (`constructor`, `toString`, `__proto__`) without a word.
  const dropped = Object.entries(plain)
    .filter(([key, given]) => given !== undefined && !Object.hasOwn(value, key))
    .map(([path]) => ({ path, message: UNKNOWN_KEY }));
  return { value, problems: [...problems, ...dropped] };
}

/** class-validator's tree as a flat list. */
export function problemsOf(errors: readonly ValidationError[], prefix = ''): Problem[] {
  return errors.flatMap((error) => {
    const path = prefix ? `${prefix}.${error.property}` : error.property;
    const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
      path,
      message: rule === 'whitelistValidation' ? UNKNOWN_KEY : message,
    }));
    return [...own, ...problemsOf(error.children ?? [], path)];
  });
}
