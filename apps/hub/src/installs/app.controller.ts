import { Controller, Header, Param, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { type Caller, CurrentCaller } from '../access/caller.js';
import { ApiProblem } from '../api/openapi.js';
import { AppPackages } from './app-packages.service.js';

@ApiTags('installs')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/stores/:s/app')
export class AppController {
  constructor(private readonly packages: AppPackages) {}

  @Post()
  @Header('content-type', 'application/zip')
  @Header('content-disposition', 'attachment; filename="storewire-app.zip"')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: "Makes the app to install in the store's shop, or the files for the app that it has.",
    description:
      'An app that gives the hub its keys by itself (Shopware) gets a new secret with each call, which is in the package and nowhere else; the two newest are valid until one of them is installed. Files for the app of a shop (Shopify) hold no secret.',
  })
  @ApiProduces('application/zip')
  @ApiCreatedResponse({
    content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } },
  })
  @ApiProblem(404, 'No such store, or its platform has no apps.')
  make(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<Buffer> {
    return this.packages.make({ tenantId, storeId }, caller);
  }
}
