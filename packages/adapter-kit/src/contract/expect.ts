/** A point of the contract that does not hold; the message tells the author of the adapter what to change. */
export class ContractFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ContractFailure';
  }
}

/** Stops the check unless the condition holds. */
export function must(condition: unknown, message: string): asserts condition {
  if (!condition) throw new ContractFailure(message);
}

/** Stops the check unless the list of problems is empty; all of them at once. */
export function mustBeEmpty(problems: readonly string[], title: string): void {
  if (problems.length > 0) throw new ContractFailure(`${title}\n- ${problems.join('\n- ')}`);
}

/** Paths where two JSON values differ, with both values; empty when they are equal. */
export function differences(actual: unknown, expected: unknown, path = '$'): string[] {
  if (isBranch(actual) && isBranch(expected) && Array.isArray(actual) === Array.isArray(expected)) {
    const keys = new Set([...Object.keys(actual), ...Object.keys(expected)]);
    return [...keys].flatMap((key) =>
      differences(
        (actual as Record<string, unknown>)[key],
        (expected as Record<string, unknown>)[key],
        `${path}.${key}`,
      ),
    );
  }
  return Object.is(actual, expected)
    ? []
    : [`${path} is ${JSON.stringify(actual)}, expected ${JSON.stringify(expected)}`];
}

const isBranch = (value: unknown): value is object => value !== null && typeof value === 'object';
