import { AccessDenied, type BulkData, mutationRoot, queryRoot, type Shop } from './fake-api.js';
import { type Args, execute } from './graphql-executor.js';

export interface GraphqlBody {
  readonly query: string;
  readonly operationName?: string;
  readonly variables?: Args;
}

/** What Shopify says to a GraphQL call, always with the cost beside it. */
export function answerGraphql(
  shop: Shop,
  { query, operationName, variables }: GraphqlBody,
  options: { isThrottled: boolean; startBulk: (query: string) => BulkData },
): { answer: object; isWrite: boolean } {
  const { isThrottled } = options;
  const throttleStatus = {
    maximumAvailable: 2000,
    currentlyAvailable: isThrottled ? 10 : 1900,
    // So slow that the wait is longer than a client waits.
    restoreRate: 1,
  };
  const extensions = {
    cost: { requestedQueryCost: 50, actualQueryCost: isThrottled ? null : 40, throttleStatus },
  };
  if (isThrottled) {
    const errors = [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }];
    return { answer: { errors, extensions }, isWrite: false };
  }
  const roots = { query: queryRoot(shop), mutation: mutationRoot(shop, options.startBulk) };
  try {
    const data = execute(query, { operationName, variables }, roots);
    const isWrite = /^\s*mutation\b/.test(query) && operationName !== 'StartBulk';
    return { answer: { data, extensions }, isWrite };
  } catch (error) {
    return { answer: { data: null, errors: [errorEntry(error)], extensions }, isWrite: false };
  }
}

/** Runs the inner query at once and keeps its grouped file. */
export function startBulk(
  shop: Shop,
  query: string,
  end: Pick<BulkData, 'looks' | 'status' | 'errorCode'>,
): BulkData {
  const id = `gid://shopify/BulkOperation/${shop.nextId()}`;
  const roots = { query: queryRoot(shop, { maxPage: Number.POSITIVE_INFINITY }), mutation: {} };
  const data = execute(query, {}, roots) as Record<string, Connection>;
  const lines = Object.values(data).flatMap(({ edges }) =>
    edges.flatMap(({ node }) => linesOf(node)),
  );
  const operation = { id, lines, ...end };
  shop.bulk.set(id, operation);
  return operation;
}

interface Connection {
  readonly edges: readonly { readonly node: Record<string, unknown> }[];
}

const isConnection = (value: unknown): value is Connection =>
  value !== null && typeof value === 'object' && 'edges' in value;

/** An object of a bulk file with its children right below it. */
function linesOf(node: Record<string, unknown>, parentId?: string): string[] {
  const fields = Object.entries(node);
  const own = Object.fromEntries(fields.filter(([, value]) => !isConnection(value)));
  const children = fields
    .map(([, value]) => value)
    .filter(isConnection)
    .flatMap(({ edges }) => edges.flatMap((edge) => linesOf(edge.node, String(node.id))));
  return [JSON.stringify({ ...own, ...(parentId ? { __parentId: parentId } : {}) }), ...children];
}

function errorEntry(error: unknown): object {
  if (error instanceof AccessDenied) {
    const requiredAccess = `\`${error.scope}\` access scope.`;
    return {
      message: error.message,
      path: [error.field],
      extensions: { code: 'ACCESS_DENIED', requiredAccess },
    };
  }
  return { message: (error as Error).message, extensions: { code: 'undefinedField' } };
}
