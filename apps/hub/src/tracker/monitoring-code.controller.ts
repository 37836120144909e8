import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { ApiProblem } from '../api/openapi.js';
import { StoreDirectory } from '../stores/store-directory.js';
import { StorefrontScripts } from './storefront-scripts.service.js';
import { TAG_STATES, type TagState } from './tag-placement.entity.js';
import { TagPlacements, type TagView } from './tag-placements.service.js';

export class TagPlacementAnswer {
  @ApiProperty({
    enum: TAG_STATES,
    description:
      '`placed`: pages load the script. `person`: somebody has to finish it in the shop. `failed`: the detail says why. `off`, `manual`: the settings say that the hub does not add it. `unreachable`: the hub has no public https address. `unsupported`: the platform has no way, so the tag is copied. `waiting`: not looked at yet.',
  })
  state!: TagState;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What is left to do, or will not work, in sentences.',
  })
  detail!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Where in the shop that is done.' })
  link!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  checkedAt!: string | null;

  static of({ state, detail, link, checkedAt }: TagView): TagPlacementAnswer {
    const at = checkedAt === null ? null : new Date(checkedAt).toISOString();
    return { state, detail, link, checkedAt: at };
  }
}

export class MonitoringCodeAnswer {
  @ApiProperty({
    description: 'The monitoring code as saved; empty while it is switched off.',
    example: '<script>var _smid="client1";…</script>',
  })
  html!: string;

  @ApiProperty({
    description: 'The tag to paste into the shop; it brings the monitoring code and follows carts.',
    example: '<script async src="https://hub.example/t/…/s.js"></script>',
  })
  tag!: string;

  @ApiProperty({ type: TagPlacementAnswer, description: 'What the hub does about the tag.' })
  placement!: TagPlacementAnswer;
}

@ApiTags('tracker')
@ApiBearerAuth()
@Controller('api/v1/tenants/:t/stores/:s/monitoring-code')
export class MonitoringCodeController {
  constructor(
    private readonly stores: StoreDirectory,
    private readonly scripts: StorefrontScripts,
    private readonly placements: TagPlacements,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The monitoring code of a store, as its pages get it.' })
  @ApiOkResponse({ type: MonitoringCodeAnswer })
  @ApiProblem(422, 'A setting of the store or account must not get into a page.')
  async read(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
  ): Promise<MonitoringCodeAnswer> {
    const store = await this.stores.require(tenantId, storeId);
    const code = await this.scripts.code(store);
    return { ...code, placement: TagPlacementAnswer.of(await this.placements.view(store)) };
  }

  @Post('place')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Adds the tag to the store now, or puts it right; repeatable.',
    description:
      'The hub does so by itself after a check, a change of the settings, and once a day.',
  })
  @ApiOkResponse({ type: TagPlacementAnswer })
  @ApiProblem(
    422,
    'The platform has no way, the settings switch it off, or a permission is missing.',
  )
  async place(
    @Param('t') tenantId: string,
    @Param('s') storeId: string,
  ): Promise<TagPlacementAnswer> {
    const store = await this.stores.require(tenantId, storeId);
    return TagPlacementAnswer.of(await this.placements.place(store));
  }
}
