import { type Problem, SalesmanagoError, type SalesmanagoErrorCode } from '../salesmanago.error.js';
import type { FieldWarning } from '../warnings.js';
import { Answer } from './answer.js';
import type { Exchange } from './exchange.js';
import { asNumber, isObject, parseJson, readMessages } from './json.js';
import { outcomeOfBrokenBody, outcomeOfStatus } from './status.outcome.js';
import { readProblems } from './v3-problem.js';

/** Reason code 12: the call succeeded, and SALESmanago shortened a field. */
const TRIMMED = 12;

const CODES: ReadonlyMap<number, SalesmanagoErrorCode> = new Map([
  [10, 'SM_V3_KEY_REFUSED'],
  ...[11, 13, 14, 15, 16, 17, 18].map((code) => [code, 'SM_FIELD_REFUSED'] as const),
  [19, 'SM_LIMIT_REACHED'],
  [400, 'SM_MALFORMED'],
]);

/**
 * Decides what an answer of API v3 means. Reads both error bodies; code 12 becomes warnings beside the value.
 *
 * @throws SalesmanagoError with the outcome in every case but success.
 */
export function readV3(call: string, exchange: Exchange, nowMs: number): Answer {
  const byStatus = outcomeOfStatus(call, exchange, nowMs);
  if (byStatus) throw exchange.status === 401 ? asKeyRefusal(call, exchange) : byStatus;
  const broken = outcomeOfBrokenBody(call, exchange);
  if (broken) throw broken;

  const parsed = parseJson(exchange.text);
  const problems = readProblems(parsed?.json);
  const failed = problems.filter((problem) => problem.reasonCode !== TRIMMED);
  const success = isObject(parsed?.json) ? parsed.json.success : undefined;
  if (exchange.status >= 400 || failed.length > 0 || success === false) {
    throw refusal(
      call,
      exchange,
      failed,
      readMessages(isObject(parsed?.json) ? parsed.json.message : undefined),
    );
  }
  // A bare list is an answer, too: the shape of some lists is not published.
  const body = Array.isArray(parsed?.json) ? { items: parsed.json } : parsed?.json;
  if (!isObject(body)) {
    throw new SalesmanagoError({
      code: 'SM_NOT_JSON',
      call,
      detail: `the answer (HTTP ${exchange.status}) is not JSON`,
      status: exchange.status,
      answer: kept(exchange),
    });
  }
  return new Answer(call, exchange, body, problems.map(asWarning));
}

function refusal(
  call: string,
  exchange: Exchange,
  problems: readonly Problem[],
  messages: readonly string[],
): SalesmanagoError {
  // An account that must pause outranks a field: all records would be refused for the same reason.
  const named =
    problems.find((problem) => problem.reasonCode === 10) ??
    problems.find((problem) => problem.reasonCode !== undefined) ??
    problems[0];
  const code = codeOf(exchange, problems, named);
  const what = named?.reasonCode === undefined ? '' : ` with reason code ${named.reasonCode}`;
  return new SalesmanagoError({
    code,
    call,
    detail: `the answer was HTTP ${exchange.status}${what}`,
    status: exchange.status,
    field: named?.field,
    problems,
    reason: problems.length > 0 ? problems.map(describe).join('; ') : messages.join('; '),
    answer: kept(exchange),
  });
}

function codeOf(
  exchange: Exchange,
  problems: readonly Problem[],
  named: Problem | undefined,
): SalesmanagoErrorCode {
  const known = named?.reasonCode === undefined ? undefined : CODES.get(named.reasonCode);
  if (known) return known;
  if (exchange.status >= 400) return 'SM_HTTP_REFUSED';
  // With HTTP 200, a reason code that nobody has documented may be a warning or a refusal.
  return problems.length > 0 ? 'SM_UNEXPECTED_ANSWER' : 'SM_REFUSED';
}

function asKeyRefusal(call: string, exchange: Exchange): SalesmanagoError {
  return new SalesmanagoError({
    code: 'SM_V3_KEY_REFUSED',
    call,
    detail: `the answer was HTTP ${exchange.status}`,
    status: exchange.status,
    answer: kept(exchange),
  });
}

function asWarning({ field, index, text, details }: Problem): FieldWarning {
  const limit = asNumber(details.max);
  return {
    code: 'trimmed',
    field: field ?? '',
    ...(index === undefined ? {} : { index }),
    ...(limit === undefined ? {} : { limit }),
    text: text || 'SALESmanago shortened the value.',
  };
}

function describe({ field, index, text }: Problem): string {
  const record = index === undefined ? '' : `record ${index}: `;
  return `${record}${field === undefined ? '' : `${field}: `}${text}`;
}

function kept(exchange: Exchange): string | undefined {
  return exchange.keepAnswer ? exchange.text : undefined;
}
