import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Caller, CurrentCaller, isOperator } from './caller.js';
import { CallerAnswer } from './key.dto.js';

@ApiTags('access')
@ApiBearerAuth()
@Controller('api/v1/me')
export class MeController {
  @Get()
  @ApiOperation({ summary: 'Who makes this call.' })
  @ApiOkResponse({ type: CallerAnswer })
  read(@CurrentCaller() caller: Caller): CallerAnswer {
    return {
      kind: 'key',
      id: caller.keyId,
      name: caller.name,
      role: isOperator(caller) ? 'operator' : 'tenant',
      tenantId: caller.tenantId,
      scopes: [...caller.scopes],
    };
  }
}
