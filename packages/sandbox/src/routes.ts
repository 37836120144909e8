import type { IncomingHttpHeaders } from 'node:http';
import { isObject, type Json } from './json.js';
import { GIF, popupScript, recordPixel, SM_SCRIPT } from './tracking.js';
import { answerUpload, UPLOAD_PATH } from './v2/upload.js';
import { answerV2, isV2Method } from './v2/v2.router.js';
import { answerV3, isV3Method } from './v3/v3.router.js';
import type { World } from './world.js';

/** An answer before it is written; `json` is kept so that a fault can change it. */
export interface Reply {
  status: number;
  contentType?: string;
  content?: string | Buffer;
  json?: Json;
  headers?: Record<string, string>;
}

export interface SandboxRequest {
  httpMethod: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
  seq: number;
}

/** The path under which a call is counted; ids in paths would make the list grow without end. */
export function countedPath(path: string): string {
  if (isV2Method(path) || isV3Method(path) || path === UPLOAD_PATH) return path;
  if (path === '/static/sm.js' || path === '/api/r.gif') return path;
  return path.startsWith('/dynamic/') ? '/dynamic/*' : '(other)';
}

/** Does the work of a request of the emulated service. */
export async function reply(world: World, request: SandboxRequest): Promise<Reply> {
  const { path } = request;
  if (path.startsWith('/v3/')) return replyV3(world, request);
  if (isV2Method(path)) return replyV2(world, request);
  if (path === UPLOAD_PATH) {
    const contentType = request.headers['content-type'] ?? '';
    return {
      status: 200,
      json: await answerUpload(world, contentType, request.body, baseUrlOf(request)),
    };
  }
  return request.httpMethod === 'GET' ? replyFile(world, request) : notFound();
}

function replyV2(world: World, request: SandboxRequest): Reply {
  if (request.httpMethod !== 'POST') return page(405, 'Method Not Allowed');
  if (!/\bjson\b/i.test(request.headers['content-type'] ?? '')) {
    return page(415, 'Unsupported Media Type');
  }
  const body = parse(request.body);
  if (!body) return page(400, 'Bad Request');
  const { path, seq } = request;
  return { status: 200, json: answerV2(world, { path, body, seq, baseUrl: baseUrlOf(request) }) };
}

function replyV3(world: World, request: SandboxRequest): Reply {
  const { httpMethod, path, query } = request;
  const key = request.headers['api-key'];
  const body = request.body.length === 0 && httpMethod === 'GET' ? {} : parse(request.body);
  const apiKey = typeof key === 'string' ? key : undefined;
  return answerV3(world, { httpMethod, path, apiKey, body, query });
}

function replyFile(world: World, request: SandboxRequest): Reply {
  const { path, query } = request;
  if (path === '/static/sm.js') return script(SM_SCRIPT);
  const popups = /^\/dynamic\/([a-z0-9]+)\/popups\.js$/.exec(path);
  if (popups?.[1] && world.accounts.has(popups[1])) return script(popupScript(popups[1]));
  if (path === '/api/r.gif') {
    const pixel = recordPixel(world.pixels, world.clock.now(), query);
    const contact = world.accounts.get(pixel.clientId)?.contacts.get(pixel.contactId ?? '');
    if (contact?.monitored) contact.lastVisit = pixel.at;
    return {
      status: 200,
      contentType: 'image/gif',
      content: GIF,
      headers: { 'Cache-Control': 'no-store' },
    };
  }
  if (path === '/api/authorization/authorize') return signIn(world, query.get('t') ?? '');
  const file = /^\/files\/([^/]+)\/([^/]+)$/.exec(path);
  const stored = file && world.accounts.get(file[1] ?? '')?.files.get(file[2] ?? '');
  return stored ? { status: 200, ...stored } : notFound();
}

/** The single sign-on link of a login token. */
function signIn(world: World, token: string): Reply {
  const now = world.clock.now();
  for (const { tokens } of world.accounts.values()) {
    if ((tokens.get(token) ?? 0) > now) return page(200, 'Signed in to the sandbox account');
  }
  return page(403, 'Forbidden');
}

function parse(body: Buffer): Json | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function baseUrlOf({ headers }: SandboxRequest): string {
  return `http://${headers.host ?? '127.0.0.1'}`;
}

function script(content: string): Reply {
  return { status: 200, contentType: 'text/javascript;charset=UTF-8', content };
}

function notFound(): Reply {
  return page(404, 'Not Found');
}

/** Errors of the transport come as HTML, as from the real service's front end. */
export function page(status: number, title: string): Reply {
  const content = `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1></html>\n`;
  return { status, contentType: 'text/html;charset=UTF-8', content };
}
