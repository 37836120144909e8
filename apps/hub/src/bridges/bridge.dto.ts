import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsOptional } from 'class-validator';

export class BridgeOptions {
  @ApiPropertyOptional({
    default: false,
    description:
      'Whether the module also prints the storefront script and signs who is logged in; makes a tracker secret.',
  })
  @IsOptional()
  @IsBoolean()
  tracker?: boolean;
}
