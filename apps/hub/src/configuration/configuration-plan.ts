import type { FieldProblem } from '../access/problem.js';

export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** One thing that applying a file makes or changes. */
export interface PlannedChange {
  /** Where the file says it, as in `stores[2]`. */
  readonly path: string;
  readonly kind: 'settings' | 'account' | 'connection' | 'store';
  readonly name: string;
  readonly action: 'create' | 'update';
  readonly fields: readonly FieldChange[];
}

/** Ids that steps make and later steps need, by the names of the file. */
export interface AppliedIds {
  readonly accounts: Map<string, string>;
  readonly connections: Map<string, string>;
}

export interface PlannedStep {
  readonly change: PlannedChange;
  run(ids: AppliedIds): Promise<void>;
}

/** What is wrong with a file, and what it would do. */
export interface Plan {
  readonly problems: FieldProblem[];
  readonly steps: PlannedStep[];
}

/** The fields of `after` that differ from `before`; what `after` does not name stays. */
export function fieldChanges(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): FieldChange[] {
  return Object.keys(after)
    .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
    .map((field) => ({ field, before: before[field] ?? null, after: after[field] ?? null }));
}

export const within = (path: string, problems: readonly FieldProblem[]): FieldProblem[] =>
  problems.map((problem) => ({
    path: problem.path ? `${path}.${problem.path}` : path,
    message: problem.message,
  }));

/** Entries of a list by name. A name that stands twice is a problem, because what is applied is found by it. */
export function byName<T extends { readonly name: string }>(
  entries: readonly T[],
  path: string,
  problems: FieldProblem[],
): Map<string, T> {
  const found = new Map<string, T>();
  for (const [i, entry] of entries.entries()) {
    if (found.has(entry.name)) {
      problems.push({ path: `${path}[${i}].name`, message: 'stands in the file twice.' });
    }
    found.set(entry.name, entry);
  }
  return found;
}

/** The one row of that name. */
export function rowNamed<T extends { readonly name: string }>(
  rows: readonly T[],
  name: string,
  path: string,
  problems: FieldProblem[],
): T | undefined {
  const found = rows.filter((row) => row.name === name);
  if (found.length > 1) {
    problems.push({
      path,
      message: `${found.length} of this tenant have this name; rename all but one.`,
    });
  }
  return found[0];
}
