/** Everything that a source gives. */
export async function all<R>(rows: AsyncIterable<R>): Promise<R[]> {
  const found: R[] = [];
  for await (const row of rows) found.push(row);
  return found;
}
