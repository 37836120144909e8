import type {
  DataSource,
  EntityTarget,
  FindManyOptions,
  FindOptionsWhere,
  ObjectLiteral,
} from 'typeorm';
import type { Writer } from './writer.js';

/**
 * The rows of one entity that belong to one tenant. The tenant is part of every condition and of every row that is
 * written, whatever the caller gives: this is the tenant border.
 */
export class TenantRepository<E extends ObjectLiteral & { tenantId: string }> {
  constructor(
    private readonly tenantId: string,
    private readonly reading: DataSource,
    private readonly writer: Writer,
    private readonly entity: EntityTarget<E>,
  ) {}

  find(
    options: Omit<FindManyOptions<E>, 'where'> & { where?: FindOptionsWhere<E> } = {},
  ): Promise<E[]> {
    return this.reading
      .getRepository(this.entity)
      .find({ ...options, where: this.mine(options.where) });
  }

  async findOne(where: FindOptionsWhere<E>): Promise<E | undefined> {
    return (await this.reading.getRepository(this.entity).findOneBy(this.mine(where))) ?? undefined;
  }

  count(where: FindOptionsWhere<E> = {} as FindOptionsWhere<E>): Promise<number> {
    return this.reading.getRepository(this.entity).countBy(this.mine(where));
  }

  insert(row: Omit<E, 'tenantId'>): Promise<void> {
    return this.writer.run(async (tx) => {
      await tx.manager.insert(this.entity, { ...row, tenantId: this.tenantId } as never);
    });
  }

  /** @returns how many rows were changed. */
  update(where: FindOptionsWhere<E>, change: Partial<Omit<E, 'tenantId'>>): Promise<number> {
    return this.writer.run(async (tx) => {
      const result = await tx.manager.update(this.entity, this.mine(where), change as never);
      return result.affected ?? 0;
    });
  }

  delete(where: FindOptionsWhere<E>): Promise<void> {
    return this.writer.run(async (tx) => {
      await tx.manager.delete(this.entity, this.mine(where));
    });
  }

  private mine(where: FindOptionsWhere<E> = {} as FindOptionsWhere<E>): FindOptionsWhere<E> {
    return { ...where, tenantId: this.tenantId } as FindOptionsWhere<E>;
  }
}
