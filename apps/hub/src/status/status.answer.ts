import { ApiProperty } from '@nestjs/swagger';
import { EXPORT_STATES, type ExportState } from '../exports/export.entity.js';
import { LedgerAnswer } from '../intake/ledger.controller.js';
import { MESSAGE_STATES, type MessageState } from '../intake/message.entity.js';

/** A message without who it is about. */
export class StatusMessage {
  @ApiProperty({ format: 'date-time' })
  receivedAt!: string;

  @ApiProperty({ example: 'webhook' })
  source!: string;

  @ApiProperty({ example: 'order.updated' })
  topic!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Order number, or the id in the store.',
  })
  reference!: string | null;

  @ApiProperty({ enum: MESSAGE_STATES })
  state!: MessageState;

  @ApiProperty({ type: String, nullable: true, description: 'The rule that filtered it.' })
  rule!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why it is dead, or why it waits.' })
  cause!: string | null;
}

export class StatusExport {
  @ApiProperty()
  id!: string;

  @ApiProperty({ example: 'contacts' })
  kind!: string;

  @ApiProperty({ enum: EXPORT_STATES })
  state!: ExportState;

  @ApiProperty({ type: 'integer', nullable: true })
  total!: number | null;

  @ApiProperty({ type: 'integer' })
  processed!: number;

  @ApiProperty({ type: 'integer' })
  failed!: number;
}

export class StatusStore {
  @ApiProperty()
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ example: 'woocommerce' })
  platform!: string;

  @ApiProperty({ description: 'The store refused the credentials; its messages wait.' })
  isConnectionPaused!: boolean;

  @ApiProperty({ description: 'SALESmanago refused the credentials; its messages wait.' })
  isAccountPaused!: boolean;

  @ApiProperty({ type: LedgerAnswer })
  ledger!: LedgerAnswer;

  @ApiProperty({ type: [StatusExport], description: 'Newest first.' })
  exports!: readonly StatusExport[];

  @ApiProperty({ type: [StatusMessage], description: 'Newest first.' })
  messages!: readonly StatusMessage[];
}

export const DEMO_PHASES = ['off', 'starting', 'running', 'ended', 'failed'] as const;

export class StatusAnswer {
  @ApiProperty({ description: 'Of the hub.' })
  version!: string;

  @ApiProperty({ description: 'The database answers and the worker runs.' })
  isReady!: boolean;

  @ApiProperty({ enum: DEMO_PHASES })
  demo!: (typeof DEMO_PHASES)[number];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Inspector of the demo’s SALESmanago.',
  })
  inspectorUrl!: string | null;

  @ApiProperty({ type: String, nullable: true })
  demoStoreUrl!: string | null;

  @ApiProperty({ type: [StatusStore], description: 'Of the demo’s tenant, while the demo runs.' })
  stores!: readonly StatusStore[];
}
