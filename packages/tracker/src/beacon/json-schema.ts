/** The part of JSON Schema 2020-12 that the beacon needs. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer';
  readonly const?: string | number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly anyOf?: readonly JsonSchema[];
  readonly additionalProperties?: false;
  readonly items?: JsonSchema;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

/** Where a document breaks its schema, and how; never with the value, which may be personal. */
export interface SchemaProblem {
  /** As in `cart.lines[2].quantity`; empty for the document itself. */
  readonly path: string;
  readonly message: string;
}

/** The first rule of the schema that the value breaks; nothing when it fits. */
export function schemaProblem(
  schema: JsonSchema,
  value: unknown,
  path = '',
): SchemaProblem | undefined {
  const message = ownProblem(schema, value);
  if (message !== undefined) return { path, message };
  if (Array.isArray(value) && schema.items) {
    return firstProblem(value.map((item, at) => [schema.items, item, `${path}[${at}]`]));
  }
  if (isObject(value) && schema.properties) {
    const known = schema.properties;
    return firstProblem(
      Object.entries(value).map(([name, item]) => [
        Object.hasOwn(known, name) ? known[name] : undefined,
        item,
        path === '' ? name : `${path}.${name}`,
      ]),
    );
  }
  return undefined;
}

function firstProblem(
  parts: readonly (readonly [JsonSchema | undefined, unknown, string])[],
): SchemaProblem | undefined {
  for (const [schema, value, path] of parts) {
    const problem = schema && schemaProblem(schema, value, path);
    if (problem) return problem;
  }
  return undefined;
}

function ownProblem(schema: JsonSchema, value: unknown): string | undefined {
  if (schema.const !== undefined && value !== schema.const) return `must be ${schema.const}`;
  if (schema.type !== undefined && !hasType(schema.type, value)) return `must be ${schema.type}`;
  if (typeof value === 'string') return stringProblem(schema, value);
  if (typeof value === 'number') return numberProblem(schema, value);
  if (Array.isArray(value)) {
    const most = schema.maxItems;
    return most !== undefined && value.length > most ? `has more than ${most} items` : undefined;
  }
  return isObject(value) ? objectProblem(schema, value) : undefined;
}

function stringProblem(schema: JsonSchema, value: string): string | undefined {
  // JSON Schema counts code points.
  const length = [...value].length;
  if (schema.minLength !== undefined && length < schema.minLength) return 'is too short';
  if (schema.maxLength !== undefined && length > schema.maxLength) return 'is too long';
  return schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)
    ? 'has a form that is not allowed'
    : undefined;
}

function numberProblem(schema: JsonSchema, value: number): string | undefined {
  const isTooSmall =
    (schema.minimum !== undefined && value < schema.minimum) ||
    (schema.exclusiveMinimum !== undefined && value <= schema.exclusiveMinimum);
  if (isTooSmall) return 'is too small';
  return schema.maximum !== undefined && value > schema.maximum ? 'is too large' : undefined;
}

function objectProblem(schema: JsonSchema, value: object): string | undefined {
  const missing = schema.required?.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return `lacks ${missing}`;
  if (schema.additionalProperties === false) {
    const known = schema.properties ?? {};
    if (Object.keys(value).some((name) => !Object.hasOwn(known, name))) {
      return 'has a property that the contract does not know';
    }
  }
  if (schema.anyOf && !schema.anyOf.some((option) => !schemaProblem(option, value))) {
    const names = schema.anyOf.flatMap((option) => option.required ?? []);
    return `needs one of ${names.join(', ')}`;
  }
  return undefined;
}

function hasType(type: NonNullable<JsonSchema['type']>, value: unknown): boolean {
  switch (type) {
    case 'object':
      return isObject(value);
    case 'array':
      return Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'string':
      return typeof value === 'string';
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
