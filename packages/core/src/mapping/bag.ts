// Readers of documents whose form is not known: what is not as expected is empty or missing.

export type Bag = Readonly<Record<string, unknown>>;

export const bag = (value: unknown): Bag =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Bag) : {};

export const bags = (value: unknown): readonly Bag[] =>
  Array.isArray(value) ? value.map(bag) : [];

export const word = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
