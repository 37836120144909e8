/** Ids of a path that a guard can check, by what they name. */
export interface PathIds {
  readonly tenant?: string;
  readonly account?: string;
  readonly store?: string;
}

type Kind = keyof PathIds;

/** The segment before an id says what the id is of, whatever the parameter is called. */
const SEGMENTS: Readonly<Record<string, Kind>> = {
  tenants: 'tenant',
  accounts: 'account',
  stores: 'store',
};

const known = new Map<string, readonly (readonly [Kind, string])[]>();

/**
 * @param pattern of the route, such as `/api/v1/tenants/:t/stores/:s/ledger`.
 * @param params values of its parameters.
 */
export function pathIdsOf(
  pattern: string | undefined,
  params: Readonly<Record<string, string>>,
): PathIds {
  return Object.fromEntries(
    parametersOf(pattern ?? '').map(([kind, name]) => [kind, params[name] ?? '']),
  );
}

function parametersOf(pattern: string): readonly (readonly [Kind, string])[] {
  let found = known.get(pattern);
  if (!found) {
    const segments = pattern.split('/');
    found = segments.flatMap((segment, i) => {
      const kind = SEGMENTS[segments[i - 1] ?? ''];
      return kind && segment.startsWith(':') ? [[kind, segment.slice(1)] as const] : [];
    });
    known.set(pattern, found);
  }
  return found;
}
