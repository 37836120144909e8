import { Body, Controller, Header, Param, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiCreatedResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { validateObject } from '@storewire/core';
import { type Caller, CurrentCaller } from '../access/caller.js';
import { invalid } from '../access/problem.js';
import { ApiProblem } from '../api/openapi.js';
import { BridgeOptions } from './bridge.dto.js';
import { BridgePackages } from './bridge-packages.service.js';

@ApiTags('bridges')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/stores/:s/bridge')
export class BridgeController {
  constructor(private readonly packages: BridgePackages) {}

  @Post()
  @Header('content-type', 'application/zip')
  @Header('content-disposition', 'attachment; filename="storewire.zip"')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: "Makes the module to install in the store's shop, with its keys filled in.",
    description:
      'Each call makes a new inbound secret, which is in the package and nowhere else. Two are valid at a time: install the new package, then delete the older secret.',
  })
  @ApiBody({ type: BridgeOptions, required: false })
  @ApiProduces('application/zip')
  @ApiCreatedResponse({
    content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } },
  })
  @ApiProblem(404, 'No such store, or there is no module for its platform.')
  async make(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
  ): Promise<Buffer> {
    // The request pipe wants a body; here there may be none.
    const { value, problems } = validateObject(BridgeOptions, body ?? {});
    if (problems.length > 0) throw invalid(problems);
    return this.packages.make({ tenantId, storeId }, value, caller);
  }
}
