import type { FastifyInstance } from 'fastify';
import type { ApiRequest } from '../access/caller.js';
import { malformed, ProblemException } from '../access/problem.js';
import { fromYaml, YAML_TYPE } from '../configuration/configuration-file.js';

const API = '/api/v1/';
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json(?:\s*;|$)/i;

/**
 * Reads bodies. The API takes JSON; why a body cannot be read is kept for the guard, which refuses strangers and
 * foreign ids first. Everywhere else (webhooks, beacons, callbacks) the body is the bytes as they came.
 */
export function useBodyParser(fastify: FastifyInstance): void {
  const parseJson = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (request: ApiRequest, body, done) => {
    const bytes = body as Buffer;
    request.rawBody = bytes;
    if (!request.url.startsWith(API)) return done(null, bytes);
    if (bytes.length === 0) return done(null, undefined);
    if (isYaml(request)) {
      fromYaml(bytes.toString('utf8')).then(
        (value) => done(null, value),
        () => {
          request.bodyProblem = malformed('The body is not YAML.');
          done(null, undefined);
        },
      );
      return;
    }
    if (!JSON_TYPE.test(request.headers['content-type'] ?? '')) {
      request.bodyProblem = notJson();
      return done(null, undefined);
    }
    parseJson(request, bytes.toString('utf8'), (error, value) => {
      if (error) request.bodyProblem = malformed('The body is not JSON.');
      done(null, error ? undefined : value);
    });
  });
}

/** A configuration file may be YAML; everything else is JSON. */
const isYaml = ({ url, headers }: ApiRequest): boolean =>
  YAML_TYPE.test(headers['content-type'] ?? '') && /\/configuration(?:\?|$)/.test(url);

const notJson = (): ProblemException =>
  new ProblemException({
    status: 415,
    code: 'UNSUPPORTED_MEDIA_TYPE',
    detail: 'The body must be application/json.',
    next: 'fixData',
  });
