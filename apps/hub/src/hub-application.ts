import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { MAX_BEACON_BYTES } from '@storewire/tracker';
import type { FastifyInstance } from 'fastify';
import { OversizeBody } from './alerts/oversize-body.service.js';
import { useBodyParser } from './api/body-parser.js';
import { serveOpenApi } from './api/openapi.js';
import { Clock } from './clock.js';
import { Metrics } from './health/metrics.service.js';
import { acceptUploads } from './imports/import-upload.js';
import { AcceptService } from './intake/accept.service.js';
import { WebhookPulse } from './intake/webhook-pulse.js';
import { type WebhookDoor, webhookRoutes } from './intake/webhooks.routes.js';
import { HubLogger } from './logging/hub-logger.js';
import { logRequests } from './logging/request-log.js';
import { StoreDirectory } from './stores/store-directory.js';
import { guardTracker } from './tracker/tracker-gate.js';
import { TrackerLimits } from './tracker/tracker-limits.js';

const BODY_LIMIT_BYTES = 1_048_576;

/** Options of the application that belong to the adapter below. */
export const APPLICATION_OPTIONS = { bodyParser: false, bufferLogs: true, abortOnError: false };

/** @param trustProxy addresses whose `X-Forwarded-*` headers are believed. */
export const hubAdapter = (trustProxy: boolean | string[]): FastifyAdapter =>
  new FastifyAdapter({ bodyLimit: BODY_LIMIT_BYTES, trustProxy });

function serveWebhooks(app: NestFastifyApplication, fastify: FastifyInstance): void {
  const metrics = app.get(Metrics);
  const pulse = app.get(WebhookPulse);
  const clock = app.get(Clock);
  const oversize = app.get(OversizeBody);
  const door: WebhookDoor = {
    stores: app.get(StoreDirectory),
    accept: app.get(AcceptService),
    observe: (seconds, status) => metrics.observeIntake(seconds, status),
    heard: (store) => pulse.beat(store, clock.now()),
    oversize: (token) => oversize.note(token),
  };
  void fastify.register(webhookRoutes, door);
}

function guardDoors(app: NestFastifyApplication, fastify: FastifyInstance): void {
  const limits = app.get(TrackerLimits);
  const metrics = app.get(Metrics);
  guardTracker(fastify, {
    waitOf: (address) => limits.ofAddress(address),
    maxBytes: MAX_BEACON_BYTES,
    refused: (outcome) => metrics.countTracker('any', outcome),
  });
}

/** What the application has besides its modules: log, bodies, document. Before it listens; the same in tests. */
export async function prepareApplication(app: NestFastifyApplication): Promise<void> {
  const logger = app.get(HubLogger);
  const fastify = app.getHttpAdapter().getInstance();
  app.useLogger(logger);
  useBodyParser(fastify);
  acceptUploads(fastify);
  logRequests(fastify, logger);
  guardDoors(app, fastify);
  serveWebhooks(app, fastify);
  await app.init();
  // After the start, which sets the handler of errors: a route that is there before has the framework's own.
  serveOpenApi(app);
}
