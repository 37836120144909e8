/**
 * Reads a dotted path from a document. Three forms beside plain names:
 * `$` is the document itself, `refunds[0].id` an index, and `meta_data[key=newsletter].value` the first list
 * element whose field has that value. A value `{name}` is looked up in `variables`.
 *
 * Total: whatever the document is, the answer is a value or `undefined`.
 */
export function readPath(
  doc: unknown,
  path: string,
  variables: Readonly<Record<string, unknown>> = {},
): unknown {
  if (path === '$') return doc;
  let value: unknown = doc;
  for (const step of compile(path)) {
    if (value === null || typeof value !== 'object') return undefined;
    if (step.kind === 'name') {
      value = ownValue(value, step.name);
    } else if (step.kind === 'index') {
      value = Array.isArray(value) ? value[step.index] : undefined;
    } else {
      const wanted = plain(
        step.variable === undefined ? step.equals : ownValue(variables, step.variable),
      );
      if (!wanted) return undefined;
      value = Array.isArray(value)
        ? value.find((element) => plain(ownValue(element, step.field)) === wanted)
        : undefined;
    }
  }
  return value;
}

const ownValue = (value: unknown, name: string): unknown =>
  value !== null && typeof value === 'object' && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;

/** Only texts, numbers and booleans compare; a JSON object may not even be printable. */
const plain = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;

type Step =
  | { kind: 'name'; name: string }
  | { kind: 'index'; index: number }
  | { kind: 'match'; field: string; equals: string; variable?: string };

const compiled = new Map<string, Step[]>();

function compile(path: string): Step[] {
  const known = compiled.get(path);
  if (known) return known;
  const steps: Step[] = [];
  for (const part of path.split(/\.(?![^[]*\])/)) {
    const [, name = '', rest = ''] = /^([^[]*)((?:\[[^\]]*\])*)$/.exec(part) ?? [
      undefined,
      part,
      '',
    ];
    if (name) steps.push({ kind: 'name', name });
    for (const [, inner = ''] of rest.matchAll(/\[([^\]]*)\]/g)) steps.push(bracket(inner));
  }
  compiled.set(path, steps);
  return steps;
}

function bracket(inner: string): Step {
  const at = inner.indexOf('=');
  if (at < 0) return { kind: 'index', index: Number(inner) };
  const equals = inner.slice(at + 1);
  const variable = /^\{(\w+)\}$/.exec(equals)?.[1];
  return { kind: 'match', field: inner.slice(0, at), equals, ...(variable ? { variable } : {}) };
}
