import {
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';

export type Args = Readonly<Record<string, unknown>>;
/** A field that depends on its arguments. */
export type Resolver = (args: Args) => unknown;
export type Root = Readonly<Record<string, unknown>>;

/** What the fake cannot do; it shows a mistake in a test or in the fake. */
export class FakeLacks extends Error {}

/**
 * Runs an operation over plain objects whose fields may be functions of their arguments. Gives exactly the selected
 * fields, so that a mapping never lives on a field its query forgot.
 */
export function execute(
  text: string,
  options: { operationName?: string; variables?: Args },
  roots: { readonly query: Root; readonly mutation: Root },
): unknown {
  const document = parse(text);
  const operations = document.definitions.filter(
    (d): d is OperationDefinitionNode => d.kind === Kind.OPERATION_DEFINITION,
  );
  const operation = operations.find(
    ({ name }) => !options.operationName || name?.value === options.operationName,
  );
  if (!operation) throw new FakeLacks(`no operation ${options.operationName}`);
  const fragments = new Map(
    document.definitions
      .filter((d): d is FragmentDefinitionNode => d.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  );
  const root = operation.operation === 'mutation' ? roots.mutation : roots.query;
  return new Selection(options.variables ?? {}, fragments).of(root, operation.selectionSet);
}

class Selection {
  constructor(
    private readonly variables: Args,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ) {}

  of(value: unknown, selection: SelectionSetNode): unknown {
    if (value === null || value === undefined) return null;
    if (Array.isArray(value)) return value.map((item) => this.of(item, selection));
    const object = value as Record<string, unknown>;
    const out: Record<string, unknown> = {};
    for (const part of selection.selections) {
      if (part.kind === Kind.FIELD) {
        out[part.alias?.value ?? part.name.value] = this.field(object, part);
      } else {
        const inner =
          part.kind === Kind.INLINE_FRAGMENT
            ? part.selectionSet
            : this.fragments.get(part.name.value)?.selectionSet;
        if (inner) Object.assign(out, this.of(object, inner));
      }
    }
    return out;
  }

  private field(object: Record<string, unknown>, field: FieldNode): unknown {
    const name = field.name.value;
    const held = object[name];
    if (held === undefined) throw new FakeLacks(`the fake has no field ${name}`);
    const value = typeof held === 'function' ? (held as Resolver)(this.argsOf(field)) : held;
    return field.selectionSet ? this.of(value, field.selectionSet) : value;
  }

  private argsOf(field: FieldNode): Args {
    return Object.fromEntries(
      (field.arguments ?? []).map(({ name, value }) => [
        name.value,
        valueFromASTUntyped(value, this.variables),
      ]),
    );
  }
}
