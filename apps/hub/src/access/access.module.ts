import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { RequestPipe } from '../api/request.pipe.js';
import { AccessGuard } from './access.guard.js';
import { ApiKeysService } from './api-keys.service.js';
import { AuditController } from './audit.controller.js';
import { AuditService } from './audit.service.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';
import { IdempotencyService } from './idempotency.service.js';
import { KeysController, TenantKeysController } from './keys.controller.js';
import { MeController } from './me.controller.js';
import { OperatorKeyService } from './operator-key.service.js';
import { ProblemFilter } from './problem.filter.js';

/** Who may do what, for every route of the hub, and the log of who did. */
@Global()
@Module({
  controllers: [MeController, KeysController, TenantKeysController, AuditController],
  providers: [
    ApiKeysService,
    AuditService,
    IdempotencyService,
    OperatorKeyService,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
    { provide: APP_PIPE, useClass: RequestPipe },
  ],
  exports: [ApiKeysService, AuditService],
})
export class AccessModule {}
