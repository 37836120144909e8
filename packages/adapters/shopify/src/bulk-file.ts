import { UnreadableDocument } from '@storewire/core';

/** An object of an export with its children, as the same query would have given it page by page. */
export interface BulkObject {
  readonly document: Readonly<Record<string, unknown>>;
  /** The line to go on from: everything that stands before it has been given. */
  readonly nextLine: number;
}

/** Which field of its parent a child belongs to, by the type in its global id: `LineItem` to `lineItems`. */
export type ChildFields = Readonly<Record<string, string>>;

/**
 * Objects held open for their children. Grouped output puts children right below their parent, so one would do; a few
 * more cost little and forgive a file that is not quite in order.
 */
const HELD_OBJECTS = 100;

interface Held {
  readonly document: Record<string, unknown>;
  readonly line: number;
}

/**
 * Joins the lines of a bulk operation's file: a line with `__parentId` becomes a node in a list of its parent. Holds
 * at most 100 objects, whatever the length of the file.
 *
 * @param fromLine lines before it are skipped; they were given before an interruption.
 * @throws UnreadableDocument for a line that is no JSON object, and for a child whose parent is not near.
 */
export async function* joinBulkFile(
  lines: AsyncIterable<string>,
  children: ChildFields,
  fromLine = 0,
): AsyncGenerator<BulkObject> {
  const held = new Map<string, Held>();
  /** Parents just before `fromLine`: their children may still follow, and were given with them. */
  const skipped: string[] = [];
  let number = -1;
  for await (const text of lines) {
    number++;
    if (text.trim() === '') continue;
    const { __parentId: parentId, ...line } = readLine(text, number);
    if (number < fromLine) {
      if (parentId === undefined) {
        skipped.push(String(line.id));
        if (skipped.length > HELD_OBJECTS) skipped.shift();
      }
      continue;
    }
    if (parentId === undefined) {
      held.set(String(line.id), { document: withLists(line, children), line: number });
      if (held.size > HELD_OBJECTS) yield takeOldest(held, number + 1);
      continue;
    }
    const parent = held.get(String(parentId));
    if (parent) addChild(parent.document, line, children, number);
    else if (!skipped.includes(String(parentId))) {
      throw unreadable(number, '__parentId names no object near by');
    }
  }
  while (held.size > 0) yield takeOldest(held, number + 1);
}

function readLine(text: string, number: number): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Said below; the parser's message would quote the line.
  }
  throw unreadable(number, 'is no JSON object');
}

const unreadable = (number: number, message: string): UnreadableDocument =>
  new UnreadableDocument(`line ${number + 1} of the export ${message}`, [
    { path: `line ${number + 1}`, message },
  ]);

/** A connection without children has no line in the file, but it is known to be empty. */
const withLists = (
  document: Record<string, unknown>,
  children: ChildFields,
): Record<string, unknown> => ({
  ...document,
  ...Object.fromEntries([...new Set(Object.values(children))].map((f) => [f, { nodes: [] }])),
});

function addChild(
  parent: Record<string, unknown>,
  child: Record<string, unknown>,
  children: ChildFields,
  number: number,
): void {
  const type = /^gid:\/\/shopify\/([^/]+)\//.exec(String(child.id))?.[1] ?? '';
  const field = children[type];
  if (!field) throw unreadable(number, `is a ${type || 'child'} that the query did not ask for`);
  (parent[field] as { nodes: unknown[] }).nodes.push(child);
}

function takeOldest(held: Map<string, Held>, endLine: number): BulkObject {
  const [id, { document }] = held.entries().next().value as [string, Held];
  held.delete(id);
  const next = held.values().next().value as Held | undefined;
  return { document, nextLine: next?.line ?? endLine };
}
