import { ApiProperty } from '@nestjs/swagger';
import { IsName } from '../api/is-name.js';
import type { Tenant } from './tenant.entity.js';

export class SaveTenant {
  @ApiProperty({ minLength: 1, maxLength: 200, example: 'Bookshop Ltd' })
  @IsName()
  name!: string;
}

export class TenantAnswer {
  @ApiProperty()
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  static of({ id, name, createdAt }: Tenant): TenantAnswer {
    return { id, name, createdAt: new Date(createdAt).toISOString() };
  }
}
