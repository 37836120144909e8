import { Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiTags,
} from '@nestjs/swagger';
import { type ApiRequest, type Caller, CurrentCaller } from '../access/caller.js';
import { invalid, malformed } from '../access/problem.js';
import { ApiProblem } from '../api/openapi.js';
import { MAX_LOGO_BYTES } from './logo-image.js';
import { StoreLogo } from './store-logo.service.js';

export class LogoFile {
  @ApiProperty({ type: 'string', format: 'binary', description: 'PNG, JPEG, GIF or WebP.' })
  file!: unknown;
}

export class LogoAnswer {
  @ApiProperty({ description: 'Where SALESmanago keeps it; also the setting `logoUrl` now.' })
  logoUrl!: string;
}

@ApiTags('stores')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/stores/:s/logo')
export class StoreLogoController {
  constructor(private readonly logo: StoreLogo) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Uploads the shop’s logo to SALESmanago and sets `logoUrl`.' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: LogoFile })
  @ApiOkResponse({ type: LogoAnswer })
  @ApiProblem(413, 'The file is over 512 KiB.')
  @ApiProblem(422, 'The file is no image, or the account does not offer the upload.')
  @ApiProblem(424, 'SALESmanago cannot be asked at the moment.')
  async upload(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
    @Req() request: ApiRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<LogoAnswer> {
    return { logoUrl: await this.logo.upload(tenantId, storeId, await fileOf(request), caller) };
  }
}

async function fileOf(request: ApiRequest): Promise<Buffer> {
  if (!request.isMultipart()) throw malformed('The body must be multipart/form-data with a file.');
  // One byte more than allowed is read, so that the size is judged where the image is.
  const part = await request.file({ limits: { fileSize: MAX_LOGO_BYTES + 1 } });
  if (part?.fieldname !== 'file') throw invalid([{ path: 'file', message: 'is required.' }]);
  return part.toBuffer();
}
