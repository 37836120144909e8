import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ProblemException } from './problem.js';

export const SCOPES = ['read', 'write'] as const;
/** `read` is for GET, `write` for everything that changes something. */
export type Scope = (typeof SCOPES)[number];

/** Who makes a request, as its API key tells. */
export interface Caller {
  readonly keyId: string;
  readonly name: string;
  /** Null for an operator, who may act for every tenant. */
  readonly tenantId: string | null;
  readonly scopes: readonly Scope[];
}

/** A request on its way through the API. */
export interface ApiRequest extends FastifyRequest {
  /** Set by the guard; absent on public routes. */
  caller?: Caller;
  /** The body as it came; absent when there is none. */
  rawBody?: Buffer;
  /** Why the body could not be read; thrown once it is known that the caller may know. */
  bodyProblem?: ProblemException;
}

export const isOperator = (caller: Caller): boolean => caller.tenantId === null;

/** How the audit log names a caller. */
export const actorOf = (caller: Caller): string => `${caller.name} (${caller.keyId})`.slice(0, 200);

export const PUBLIC_ROUTE = 'storewire:public';
export const OPERATOR_ROUTE = 'storewire:operator';
export const NEEDED_SCOPE = 'storewire:scope';

/** A route without an API key: doors with checks of their own, health. Every other route needs one. */
export const Public = () => SetMetadata(PUBLIC_ROUTE, true);

/** A route for operators; a tenant's key is answered with 403. */
export const OperatorOnly = () => SetMetadata(OPERATOR_ROUTE, true);

/** The scope of a route where its method does not tell: a POST that changes nothing. */
export const NeedsScope = (scope: Scope) => SetMetadata(NEEDED_SCOPE, scope);

/** The caller, as a parameter of a route that is not public. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext) => {
  const { caller } = context.switchToHttp().getRequest<ApiRequest>();
  if (!caller) throw new Error('A public route has no caller.');
  return caller;
});
