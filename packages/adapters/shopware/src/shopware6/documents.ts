import { convert, type Instant } from '@storewire/core';

/** What every object of the Admin API has. */
export interface Entity {
  readonly id: string;
  readonly createdAt: string;
  /** Null until the first change. */
  readonly updatedAt: string | null;
}

export interface Numbered extends Entity {
  readonly autoIncrement: number;
}

export interface RecipientDocument extends Entity {
  readonly email: string;
  readonly status: string;
  readonly salesChannelId: string;
  readonly confirmedAt?: string | null;
}

export interface CustomerDocument extends Numbered {
  readonly email: string;
  readonly guest: boolean;
  readonly salesChannelId: string;
  readonly languageId: string;
  readonly doubleOptInRegistration?: boolean | null;
  readonly doubleOptInConfirmDate?: string | null;
}

export interface OrderDocument extends Numbered {
  readonly salesChannelId: string;
}

export interface ProductDocument extends Numbered {
  readonly parentId: string | null;
  readonly children?: readonly ProductDocument[] | null;
}

/** The last change of a document or of a part of it, in UTC with milliseconds; its version, too. */
export const changedAt = (document: unknown): Instant =>
  convert('shopware6ChangedAt', document, {}) as Instant;

/** The last change of one object, of its parts nothing. */
export const stampOf = ({ createdAt, updatedAt }: Entity): Instant =>
  changedAt({ createdAt, updatedAt });
