import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Account } from '../accounts/account.entity.js';
import { Database } from '../database/database.service.js';
import { Store } from '../stores/store.entity.js';
import { Tenant } from '../tenants/tenant.entity.js';
import { ApiKeysService } from './api-keys.service.js';
import {
  type ApiRequest,
  type Caller,
  isOperator,
  NEEDED_SCOPE,
  OPERATOR_ROUTE,
  PUBLIC_ROUTE,
  type Scope,
} from './caller.js';
import { notFound, ProblemException } from './problem.js';
import { pathIdsOf } from './route-ids.js';

/**
 * Lets a request in: the key first, then the ids of the path, then what the key may do, then the body. Guards run
 * before the body is validated, so a foreign or unknown id is a 404 whatever was sent with it.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeysService,
    private readonly db: Database,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC_ROUTE, route)) return true;
    const request = context.switchToHttp().getRequest<ApiRequest>();
    const caller = await this.identify(request);
    request.caller = caller;
    await this.checkIds(request, caller);
    if (this.reflector.getAllAndOverride<boolean>(OPERATOR_ROUTE, route) && !isOperator(caller)) {
      throw forbidden('Only an operator may do this.');
    }
    const needed =
      this.reflector.getAllAndOverride<Scope>(NEEDED_SCOPE, route) ?? scopeOf(request.method);
    if (!caller.scopes.includes(needed)) throw forbidden(`The key lacks the scope ${needed}.`);
    if (request.bodyProblem) throw request.bodyProblem;
    return true;
  }

  private async identify(request: ApiRequest): Promise<Caller> {
    const key = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (!key) throw unauthorized('The request needs the header Authorization: Bearer <API key>.');
    const caller = await this.keys.identify(key);
    if (!caller) throw unauthorized('The API key is not known.');
    return caller;
  }

  private async checkIds(request: ApiRequest, caller: Caller): Promise<void> {
    const ids = pathIdsOf(request.routeOptions.url, request.params as Record<string, string>);
    if (ids.tenant === undefined) return;
    const { tenant } = ids;
    if (!isOperator(caller) && caller.tenantId !== tenant) throw notFound('tenant');
    const [row] = await this.db.global(Tenant).find({ id: tenant });
    if (!row) throw notFound('tenant');
    if (ids.account !== undefined) {
      const account = await this.db.of(tenant, Account).findOne({ id: ids.account });
      if (!account) throw notFound('account');
    }
    if (ids.store !== undefined) {
      const store = await this.db.of(tenant, Store).findOne({ id: ids.store });
      if (!store) throw notFound('store');
    }
  }
}

const scopeOf = (method: string): Scope =>
  method === 'GET' || method === 'HEAD' ? 'read' : 'write';

const unauthorized = (detail: string): ProblemException =>
  new ProblemException({ status: 401, code: 'UNAUTHORIZED', detail, next: 'fixSettings' });

const forbidden = (detail: string): ProblemException =>
  new ProblemException({ status: 403, code: 'FORBIDDEN', detail, next: 'fixSettings' });
