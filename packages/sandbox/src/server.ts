import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { ActiveFault } from './faults.js';
import { answerInspector } from './inspector/inspector.api.js';
import { inspectorPage } from './inspector/page.js';
import { isObject, type Json } from './json.js';
import type { LoggedRequest } from './request-log.js';
import { countedPath, page, type Reply, reply, type SandboxRequest } from './routes.js';
import { withoutIds } from './v2/v2.router.js';
import { reportProblems, withoutV3Ids } from './v3/v3.router.js';
import type { World } from './world.js';

class BodyTooLarge extends Error {}

/** One server for the account host, the v3 host and the inspector. */
export function createSandboxServer(world: World): Server {
  const server = createServer(
    { keepAliveTimeout: 60_000, requestTimeout: 0 },
    (request, response) => {
      handle(world, request, response).catch((error: unknown) => {
        // A client that gave up while its body was read is no failure of the sandbox.
        if (request.destroyed && !request.complete) return;
        const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
        if (response.headersSent) response.destroy();
        else
          write(response, {
            status: 500,
            contentType: 'text/plain',
            content: `Sandbox error: ${message}`,
          });
      });
    },
  );
  return server;
}

async function handle(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const target = request.url ?? '/';
  const mark = target.indexOf('?');
  const path = mark < 0 ? target : target.slice(0, mark);
  const search = mark < 0 ? '' : target.slice(mark + 1);
  const httpMethod = request.method ?? 'GET';
  if (path === '/' || path.startsWith('/_sandbox/')) {
    return serveInspector(world, request, response, httpMethod, path, new URLSearchParams(search));
  }

  const startedAt = performance.now();
  const seq = ++world.seq;
  const counted = countedPath(path);
  world.calls.set(counted, (world.calls.get(counted) ?? 0) + 1);
  const plan = world.faults.plan(httpMethod, path);
  const entry = world.log.enabled ? describe(world, request, seq, path, search) : undefined;
  if (entry) {
    if (plan.rule) entry.fault = plan.rule.kind;
    else if (plan.delayMs + plan.answerDelayMs > 0) entry.fault = 'slow';
    world.log.add(entry);
  }
  if (plan.rule?.kind === 'reset') return cut(request);

  const body = await readBody(request, world.limits.bodyBytes).catch((error: unknown) => {
    if (error instanceof BodyTooLarge) return undefined;
    throw error;
  });
  if (body === undefined) return write(response, page(413, 'Payload Too Large'));
  if (entry) {
    const { text, truncated } = world.log.capture(body);
    entry.body = text;
    entry.bodyTruncated = truncated;
  }
  if (plan.delayMs > 0) await wait(plan.delayMs);
  const query = new URLSearchParams(search);
  const call: SandboxRequest = { httpMethod, path, query, headers: request.headers, body, seq };
  const answer = plan.rule ? await faulty(world, call, plan.rule) : await reply(world, call);
  if (plan.answerDelayMs > 0) await wait(plan.answerDelayMs);
  if (answer === 'cut') cut(request);
  if (answer === 'cut' || answer === 'silence') return;

  const content = contentOf(answer);
  write(response, { ...answer, content });
  if (entry) {
    const sent = typeof content === 'string' && content.length <= world.log.maxBodyBytes / 4;
    const { text, truncated } = sent
      ? { text: content, truncated: false }
      : world.log.capture(Buffer.from(content));
    entry.answer = text;
    entry.answerTruncated = truncated;
    entry.status = answer.status;
    entry.durationMs = Math.round(performance.now() - startedAt);
  }
}

/** Answers as a rule asks, doing the real work where the rule says so. */
async function faulty(
  world: World,
  call: SandboxRequest,
  rule: ActiveFault,
): Promise<Reply | 'cut' | 'silence'> {
  switch (rule.kind) {
    case 'status':
      return failed(rule);
    case 'failure':
      return {
        status: 200,
        json: { success: false, message: [rule.message ?? 'Request refused'] },
      };
    case 'html':
      return {
        ...page(200, 'Please try again later'),
        ...(rule.body === undefined ? {} : { content: rule.body }),
      };
    case 'hang':
      if (rule.apply) await reply(world, call);
      return 'silence';
    case 'applyThenReset':
      await reply(world, call);
      return 'cut';
    case 'applyThenStatus':
      await reply(world, call);
      return failed(rule);
    case 'missingId':
      return change(
        await reply(world, call),
        call.path.startsWith('/v3/') ? withoutV3Ids : withoutIds,
      );
    case 'answer':
      return change(await reply(world, call), (json) => overwrite(json, rule.patch ?? {}));
    case 'problems': {
      const answer = await reply(world, call);
      const key = call.headers['api-key'];
      reportProblems(world, typeof key === 'string' ? key : undefined, rule.problems ?? []);
      return answer;
    }
    default:
      return reply(world, call);
  }
}

function failed(rule: ActiveFault): Reply {
  const status = rule.status ?? 500;
  const answer = page(status, `Error ${status}`);
  if (rule.body !== undefined) answer.content = rule.body;
  if (rule.retryAfterS !== undefined) answer.headers = { 'Retry-After': String(rule.retryAfterS) };
  return answer;
}

function change(answer: Reply, by: (json: Json) => Json): Reply {
  return answer.json ? { ...answer, json: by(answer.json) } : answer;
}

function overwrite(json: Json, patch: Json): Json {
  return Object.fromEntries(
    Object.entries({ ...json, ...patch }).filter(([, value]) => value !== null),
  );
}

/** A connection reset (RST), not an orderly end: the client cannot take it for an empty answer. */
function cut(request: IncomingMessage): void {
  request.socket.resetAndDestroy();
}

async function serveInspector(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  httpMethod: string,
  path: string,
  query: URLSearchParams,
): Promise<void> {
  if (path === '/') return write(response, inspectorPage());
  const bytes = await readBody(request, world.limits.bodyBytes);
  let body: unknown = {};
  if (bytes.length > 0) {
    try {
      body = JSON.parse(bytes.toString('utf8'));
    } catch {
      return write(response, { status: 400, json: { error: 'The body is not JSON.' } });
    }
  }
  const known = isObject(body) ? body : Array.isArray(body) ? body : {};
  const { status, json } = await answerInspector(world, { httpMethod, path, query, body: known });
  write(response, {
    status,
    contentType: 'application/json;charset=UTF-8',
    content: JSON.stringify(json),
  });
}

function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBytes) chunks.push(chunk);
    });
    request.on('end', () => {
      if (length > maxBytes) reject(new BodyTooLarge());
      else resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, length));
    });
    request.on('error', reject);
    request.on('close', () => reject(new Error('The client went away.')));
  });
}

function contentOf(answer: Reply): string | Buffer {
  return answer.json ? JSON.stringify(answer.json) : (answer.content ?? '');
}

function write(response: ServerResponse, answer: Reply): void {
  const content = contentOf(answer);
  response.writeHead(answer.status, {
    'Content-Type': answer.contentType ?? 'application/json;charset=UTF-8',
    'Content-Length': Buffer.byteLength(content),
    ...answer.headers,
  });
  response.end(content);
}

function describe(
  world: World,
  request: IncomingMessage,
  seq: number,
  path: string,
  query: string,
): LoggedRequest {
  return {
    seq,
    at: world.clock.now(),
    httpMethod: request.method ?? '',
    path,
    query,
    headers: request.headers as Record<string, string>,
    body: '',
    bodyTruncated: false,
    status: 0,
    answer: '',
    answerTruncated: false,
    durationMs: 0,
  };
}
