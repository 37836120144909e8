import { mutation, query, type UserError } from './operation.js';

export interface BulkOperationNode {
  readonly id: string;
  readonly status: string;
  readonly errorCode: string | null;
  /** Of the file with the rows, valid 7 days; null when there are none. */
  readonly url: string | null;
}

/**
 * Starts an export. `groupObjects` puts the children of an object right below it, so that the file can be joined while
 * it is read; without it a child may stand anywhere, and joining would need the whole file in memory or on disk.
 */
export const START_BULK = mutation<{
  result: {
    bulkOperation: { readonly id: string } | null;
    userErrors: readonly UserError[];
  };
}>(
  'StartBulk',
  `($query: String!) {
  result: bulkOperationRunQuery(query: $query, groupObjects: true) {
    bulkOperation { id }
    userErrors { field message code }
  }
}`,
  { isRepeatable: false },
);

export const BULK_STATUS = query<{ bulkOperation: BulkOperationNode | null }>(
  'BulkStatus',
  '($id: ID!) { bulkOperation(id: $id) { id status errorCode url } }',
);
