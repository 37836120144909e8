import { ValidateBy, type ValidationOptions } from 'class-validator';

const MEANINGS = ['purchase', 'cancellation', 'return', 'ignore'];
const TARGETS = ['property', 'detail', 'tag', 'keyInformation'];

/** A map of platform states to what they mean. */
export const IsOrderStateMap = (options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isOrderStateMap',
      validator: {
        validate: (value) =>
          value !== null &&
          typeof value === 'object' &&
          !Array.isArray(value) &&
          Object.entries(value).every(
            ([state, meaning]) => state !== '' && MEANINGS.some((known) => known === meaning),
          ),
        defaultMessage: () => `orderStates: each state must be one of ${MEANINGS.join(', ')}.`,
      },
    },
    options,
  );

/** A list of `{ from, to, name }`; details are numbered 1-20, and only they may `overwrite`. */
export const IsFieldMapping = (options?: ValidationOptions): PropertyDecorator =>
  ValidateBy(
    {
      name: 'isFieldMapping',
      validator: {
        validate: (value) => Array.isArray(value) && value.every(isFieldMapping),
        defaultMessage: () =>
          `fieldMapping: each entry needs from, name, and to (${TARGETS.join(', ')}); a detail is named 1-20 and may have overwrite.`,
      },
    },
    options,
  );

function isFieldMapping(entry: unknown): boolean {
  if (entry === null || typeof entry !== 'object') return false;
  const { from, to, name, overwrite, ...others } = entry as Record<string, unknown>;
  if (Object.keys(others).length > 0) return false;
  if (overwrite !== undefined && (typeof overwrite !== 'boolean' || to !== 'detail')) return false;
  if (typeof from !== 'string' || from === '' || typeof name !== 'string' || name === '')
    return false;
  if (!TARGETS.some((target) => target === to)) return false;
  return to !== 'detail' || /^(?:[1-9]|1\d|20)$/.test(name);
}
