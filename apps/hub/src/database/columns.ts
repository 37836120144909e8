import {
  Column,
  type ColumnOptions,
  DefaultNamingStrategy,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
} from 'typeorm';

/** `receivedAt` in the entity is `received_at` in the table. */
export class SnakeNaming extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName || propertyName.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
  }
}

const ID = { type: 'varchar', length: 36 } as const;

/** Part of the primary key: an id made by the application. */
export const Id = (): PropertyDecorator => PrimaryColumn(ID);

/** Part of the primary key: text of its own. */
export const KeyText = (length: number): PropertyDecorator =>
  PrimaryColumn({ type: 'varchar', length });

/** A reference to another row. */
export const Ref = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ ...ID, ...options });

/** Short text. */
export const Varchar = (length: number, options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: 'varchar', length, ...options });

export const Text = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: 'text', ...options });

/** Milliseconds since 1970 (UTC): the same number on both databases, and cheap to compare. */
export const Time = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: 'bigint', ...options });

export const Count = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: 'bigint', default: 0, ...options });

export const Int = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({ type: 'integer', ...options });

/** JSON as text on both databases: never queried inside, never reordered. */
export const Json = (options: ColumnOptions = {}): PropertyDecorator =>
  Column({
    type: 'text',
    transformer: {
      to: (value: unknown) =>
        value === undefined || value === null ? value : JSON.stringify(value),
      from: (value: unknown) => (typeof value === 'string' ? JSON.parse(value) : value),
    },
    ...options,
  });

/** A row of the same tenant: the foreign key holds the tenant, too, so no row can point across. */
export const BelongsTo =
  (target: () => abstract new () => object, column: string, name: string): PropertyDecorator =>
  (prototype, property) => {
    ManyToOne(target, { onDelete: 'CASCADE' })(prototype, property as string);
    JoinColumn([
      { name: 'tenant_id', referencedColumnName: 'tenantId', foreignKeyConstraintName: name },
      { name: column, referencedColumnName: 'id', foreignKeyConstraintName: name },
    ])(prototype, property as string);
  };

/** The tenant itself. */
export const OfTenant =
  (target: () => abstract new () => object, name: string): PropertyDecorator =>
  (prototype, property) => {
    ManyToOne(target, { onDelete: 'CASCADE' })(prototype, property as string);
    JoinColumn({ name: 'tenant_id', referencedColumnName: 'id', foreignKeyConstraintName: name })(
      prototype,
      property as string,
    );
  };
