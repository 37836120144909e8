import { type Problem, SalesmanagoError, type SalesmanagoErrorCode } from '../salesmanago.error.js';
import { Answer } from './answer.js';
import type { Exchange } from './exchange.js';
import { asText, isObject, type JsonObject, parseJson, readMessages } from './json.js';
import { outcomeOfBrokenBody, outcomeOfStatus } from './status.outcome.js';

/** Wire literals that pause the account. They hold no data and may be quoted. */
const UNAUTHORIZED_LITERALS: ReadonlyMap<string, SalesmanagoErrorCode> = new Map([
  ['User not authenticated', 'SM_UNAUTHORIZED'],
  ['Not authenticated', 'SM_ACCOUNT_INACTIVE'],
  ['Not authenticated, not owner specified', 'SM_OWNER_INVALID'],
  ['Not authenticated, invalid owner', 'SM_OWNER_INVALID'],
]);

/**
 * Decides what an answer of API v2 means. Gives it back only where it says `success:true`; the method then
 * checks that the id it expects is there.
 *
 * @param isPartlyDone recognises a `success:false` that nevertheless did something: taken for a refusal, the whole
 * batch would be sent again, and what was done would be done twice.
 * @throws SalesmanagoError with the outcome in every other case.
 */
export function readV2(
  call: string,
  exchange: Exchange,
  nowMs: number,
  isPartlyDone: (body: JsonObject) => boolean = () => false,
): Answer {
  const parsed = exchange.body === 'whole' ? parseJson(exchange.text) : undefined;
  const body = isObject(parsed?.json) ? parsed.json : undefined;
  const byStatus = outcomeOfStatus(call, exchange, nowMs);
  if (byStatus)
    throw byStatus.outcome === 'unauthorized'
      ? (literal(call, exchange, body) ?? byStatus)
      : byStatus;
  const broken = outcomeOfBrokenBody(call, exchange);
  if (broken) throw broken;

  if (exchange.status < 400 && body?.success === false && isPartlyDone(body)) {
    return new Answer(call, exchange, body);
  }
  if (exchange.status >= 400 || body?.success === false) {
    throw literal(call, exchange, body) ?? refusal(call, exchange, body);
  }
  const kept = exchange.keepAnswer ? exchange.text : undefined;
  if (!body) {
    throw new SalesmanagoError({
      code: 'SM_NOT_JSON',
      call,
      detail: `the answer (HTTP ${exchange.status}) is not a JSON object`,
      status: exchange.status,
      answer: kept,
    });
  }
  if (body.success !== true) {
    throw new SalesmanagoError({
      code: 'SM_UNEXPECTED_ANSWER',
      call,
      detail: 'the answer says neither success nor failure',
      status: exchange.status,
      answer: kept,
    });
  }
  return new Answer(call, exchange, body);
}

function literal(
  call: string,
  exchange: Exchange,
  body: JsonObject | undefined,
): SalesmanagoError | undefined {
  const messages = readMessages(body?.message).map((text) => text.trim());
  const found = messages.find((text) => UNAUTHORIZED_LITERALS.has(text));
  const code = found === undefined ? undefined : UNAUTHORIZED_LITERALS.get(found);
  if (!code || body?.success === true) return undefined;
  return new SalesmanagoError({
    code,
    call,
    detail: `it answered "${found}"`,
    status: exchange.status,
    reason: messages.join('; '),
    answer: exchange.keepAnswer ? exchange.text : undefined,
  });
}

function refusal(call: string, exchange: Exchange, body: JsonObject | undefined): SalesmanagoError {
  const problems = readValues(body?.values);
  const messages = readMessages(body?.message);
  const reason = [...messages, ...problems.map((p) => `${p.field}: ${p.text}`)].join('; ');
  const isBusiness = body?.success === false;
  return new SalesmanagoError({
    code: isBusiness ? 'SM_REFUSED' : 'SM_HTTP_REFUSED',
    call,
    detail: isBusiness
      ? 'it refused the call; its text is kept with the attempt'
      : `the answer was HTTP ${exchange.status}`,
    status: exchange.status,
    field: problems[0]?.field,
    problems,
    reason,
    answer: exchange.keepAnswer ? exchange.text : undefined,
  });
}

/** `values` of v2: field to text, or to a list of texts. */
function readValues(values: unknown): Problem[] {
  if (!isObject(values)) return [];
  return Object.entries(values).map(([field, value]) => ({
    field,
    text: readMessages(value).join(', ') || (asText(value) ?? ''),
    details: {},
  }));
}
