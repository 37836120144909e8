import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayNotEmpty, ArrayUnique, IsArray, IsIn, IsOptional } from 'class-validator';
import { IsName } from '../api/is-name.js';
import type { CreatedKey, KeyFacts } from './api-keys.service.js';
import { SCOPES, type Scope } from './caller.js';

export class CreateKey {
  @ApiProperty({ minLength: 1, maxLength: 200, example: 'deployment' })
  @IsName()
  name!: string;

  @ApiPropertyOptional({
    enum: SCOPES,
    isArray: true,
    description: 'What the key may do; by default what your own key may.',
  })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(SCOPES, { each: true })
  scopes?: Scope[];
}

export class KeyAnswer {
  @ApiProperty()
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ enum: SCOPES, isArray: true })
  scopes!: Scope[];

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  static of(key: KeyFacts): KeyAnswer {
    return {
      id: key.id,
      name: key.name,
      scopes: [...key.scopes],
      createdAt: new Date(key.createdAt).toISOString(),
    };
  }
}

export class CreatedKeyAnswer extends KeyAnswer {
  @ApiProperty({ description: 'The key itself; it is never shown again.' })
  key!: string;

  static override of(key: CreatedKey): CreatedKeyAnswer {
    return { ...KeyAnswer.of(key), key: key.key };
  }
}

export class CallerAnswer {
  @ApiProperty({ enum: ['key'] })
  kind!: 'key';

  @ApiProperty({ description: 'Id of the key.' })
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ enum: ['operator', 'tenant'] })
  role!: 'operator' | 'tenant';

  @ApiProperty({ type: String, nullable: true, description: 'Null for an operator.' })
  tenantId!: string | null;

  @ApiProperty({ enum: SCOPES, isArray: true })
  scopes!: Scope[];
}
