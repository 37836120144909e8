import type { V2Call } from '../v2/call.js';
import { Refusal } from '../v2/refusal.js';
import type { Consent } from './contact.js';

/** @param known names that exist. @throws Refusal */
export function readConsents(call: V2Call, value: unknown, known: readonly string[]): Consent[] {
  const { checks, now } = call;
  return checks.objects(value, 'consentDetails').map((item, index) => {
    const at = `consentDetails[${index}]`;
    const consentName = checks.text(item.consentName, `${at}.consentName`, 255);
    const consentAccept = checks.flag(item.consentAccept, `${at}.consentAccept`);
    if (!consentName || consentAccept === undefined) {
      throw new Refusal(`Field ${at} needs consentName and consentAccept`);
    }
    if (!known.includes(consentName)) {
      throw new Refusal(`Consent ${consentName} does not exist`);
    }
    const descriptionId = item.consentDescriptionId ?? null;
    if (descriptionId !== null && !Number.isSafeInteger(descriptionId)) {
      throw new Refusal(`Field ${at}.consentDescriptionId has to be an integer`);
    }
    return {
      consentName,
      consentAccept,
      agreementDate: checks.time(item.agreementDate, `${at}.agreementDate`) ?? now,
      ip: checks.text(item.ip, `${at}.ip`, 255) ?? null,
      optOut: checks.flag(item.optOut, `${at}.optOut`) ?? false,
      consentDescriptionId: descriptionId as number | null,
    };
  });
}
