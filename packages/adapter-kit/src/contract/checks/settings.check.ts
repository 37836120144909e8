import 'reflect-metadata';
import { secretFields, settingsOf, validateObject } from '@storewire/core';
import { must, mustBeEmpty } from '../expect.js';
import { type ContractRun, isCalled, isRead } from '../run.js';

const SECRET_NAME =
  /secret|token|password|passphrase|credential|(?:api|consumer|access|private)_?key/i;

/**
 * Blank text is no value, an empty connection is refused, and every credential is marked secret. A platform that is
 * not read may be connected without anything: who posts its inbound events has a credential of the hub.
 */
export async function settingsAreStrict(run: ContractRun): Promise<void> {
  const type = run.adapter.connection as new () => object;
  const settings = settingsOf(type);
  must(settings.size > 0, 'connection: no property is marked with @Setting.');
  const given = { ...run.connection } as Record<string, unknown>;
  const problems: string[] = [];

  for (const [field, meta] of settings) {
    if (!meta.label.trim()) problems.push(`${field}: the label is blank.`);
    if (Reflect.getMetadata('design:type', type.prototype, field) !== String) continue;
    for (const blank of ['', '   ']) {
      const { value, problems: found } = validateObject(type, { ...given, [field]: blank });
      const kept = (value as Record<string, unknown>)[field];
      if (found.every((p) => p.path !== field) && kept !== undefined && kept !== null) {
        problems.push(`${field}: ${JSON.stringify(blank)} is taken for a value.`);
      }
    }
  }
  for (const key of Object.keys(given)) {
    if (!settings.has(key)) problems.push(`${key}: a property without @Setting.`);
  }

  const secrets = secretFields(type);
  if (isCalled(run.adapter) && secrets.length === 0) problems.push('no setting is marked secret.');
  for (const field of settings.keys()) {
    if (SECRET_NAME.test(field) && !secrets.includes(field)) {
      problems.push(`${field}: looks like a credential and is not marked secret.`);
    }
  }
  if (isRead(run.adapter) && validateObject(type, {}).problems.length === 0) {
    problems.push('an empty connection is accepted.');
  }
  mustBeEmpty(problems, 'Connection settings:');
}
