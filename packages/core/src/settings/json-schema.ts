import { getMetadataStorage } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { settingsOf } from './setting.decorator.js';

/**
 * JSON Schema of a settings class: class-validator rules plus label (`title`), help (`description`), examples,
 * defaults and `writeOnly` for secrets. Required is what has neither `@IsOptional` nor a default.
 */
export function settingsJsonSchema(type: new () => object): Record<string, unknown> {
  const schema = targetConstructorToSchema(type, {
    classValidatorMetadataStorage: getMetadataStorage(),
  }) as { properties?: Record<string, Record<string, unknown>>; required?: string[] };
  const defaults = new type() as Record<string, unknown>;
  const required = schema.required?.filter((key) => defaults[key] === undefined) ?? [];
  const properties: Record<string, unknown> = {};
  for (const [key, meta] of settingsOf(type)) {
    properties[key] = {
      ...schema.properties?.[key],
      title: meta.label,
      ...(meta.help ? { description: meta.help } : {}),
      ...(meta.example ? { examples: [meta.example] } : {}),
      ...(defaults[key] === undefined ? {} : { default: defaults[key] }),
      ...(meta.secret ? { writeOnly: true } : {}),
      ...(meta.unit ? { 'x-unit': meta.unit } : {}),
      ...(meta.group ? { 'x-group': meta.group } : {}),
    };
  }
  return { type: 'object', additionalProperties: false, properties, required };
}
