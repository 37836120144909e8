import type { ConsentState, Known } from '../model/values.js';
import { text } from './text-converters.js';

/** `1`, `yes`, `true`, `on`, `accept` and their opposites, in any case. */
export function flag(value: unknown): Known<boolean> {
  if (typeof value === 'boolean') return value;
  const raw = text(value);
  if (typeof raw !== 'string') return raw;
  if (/^(1|yes|y|true|on|accept|accepted|enabled)$/i.test(raw)) return true;
  if (/^(0|no|n|false|off|declined|disabled)$/i.test(raw)) return false;
  return undefined;
}

/** A stated yes or no about consent; blank, absent or anything else says nothing. */
function consentFlag(value: unknown): ConsentState | undefined {
  const said = flag(value);
  return said === true ? 'in' : said === false ? 'out' : undefined;
}

/** A ticked box is consent; an unticked one at an order says nothing about what was agreed before. */
export function consentTick(value: unknown): ConsentState | undefined {
  return flag(value) === true ? 'in' : undefined;
}

export const FLAG_CONVERTERS = { flag, consentFlag, consentTick };
