import { Entity } from 'typeorm';
import { Id, Time, Varchar } from '../database/columns.js';

/** One client of the agency: the border no data and no secret crosses. */
@Entity('tenant')
export class Tenant {
  @Id()
  id!: string;

  @Varchar(200)
  name!: string;

  @Time()
  createdAt!: number;
}
