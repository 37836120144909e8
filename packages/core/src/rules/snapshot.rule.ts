import type { Contact } from '../model/records.js';
import type { DecisionInput, Memory } from './decision.js';
import type { ContactFields } from './upsert.js';

/** Under this name the time of the newest snapshot is kept among the remembered fields. */
const NEWEST = '@';

/**
 * Inbound events may come in any order: of one that is older than the newest seen, only what was not known yet is
 * news. Platforms with sources of their own are read anew instead.
 */
export function newsOf(
  fields: ContactFields,
  { updatedAt }: Contact,
  { source, known }: DecisionInput,
): ContactFields {
  const sent = known.contact?.fields ?? {};
  const newest = sent[NEWEST];
  if (source !== 'inbound' || !newest || !updatedAt || updatedAt >= newest) return fields;
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !Object.hasOwn(sent, name)));
}

/** Remembers the time of an inbound snapshot, also of one that told nothing new. */
export function withSnapshotTime(
  memory: Memory,
  { updatedAt }: Contact,
  { source, known }: DecisionInput,
): Memory {
  const fields = memory.fields ?? known.contact?.fields;
  const newest = fields?.[NEWEST];
  if (source !== 'inbound' || !updatedAt || !fields) return memory;
  if (newest && newest >= updatedAt) return memory;
  return { ...memory, fields: { ...fields, [NEWEST]: updatedAt } };
}
