import { ApiProperty } from '@nestjs/swagger';
import { V3_KEY_STATES, type V3KeyState } from './account.entity.js';

export class CallbackUrls {
  @ApiProperty({
    example: 'https://hub.example/callbacks/…/opt-in?email=$email$&key=sha1($email$…)',
  })
  optIn!: string;

  @ApiProperty()
  optOut!: string;
}

/** How fast the account is called at present. */
export class PaceAnswer {
  @ApiProperty({
    description: 'Calls that may start per second now; 0 while the hub waits for its next probe.',
    example: 2.5,
  })
  callsPerSecond!: number;

  @ApiProperty({ type: 'integer', description: 'Calls at a time.' })
  concurrency!: number;

  @ApiProperty({
    type: String,
    enum: ['rateLimited', 'unavailable', 'slow', 'failing', null],
    nullable: true,
    description:
      'Why it is below the settings: 429, 503, slow answers, or no call succeeds. Null: as fast as the settings allow.',
  })
  reason!: 'rateLimited' | 'unavailable' | 'slow' | 'failing' | null;
}

export class V3KeyAnswer {
  @ApiProperty({
    enum: ['none', 'unchecked', ...V3_KEY_STATES],
    description:
      '`wrong` never worked; `revoked` and `expired` worked before. The key is kept in every case.',
  })
  state!: 'none' | 'unchecked' | V3KeyState;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  expiresAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  checkedAt!: string | null;
}

export class AccountAnswer {
  @ApiProperty()
  id!: string;

  @ApiProperty()
  name!: string;

  @ApiProperty({ description: 'Origin of the account host.' })
  endpoint!: string;

  @ApiProperty()
  clientId!: string;

  @ApiProperty({ format: 'email' })
  owner!: string;

  @ApiProperty({
    enum: ['secret', 'pair'],
    description: '`secret`: entered by hand. `pair`: from a login, which signs without the secret.',
  })
  credential!: 'secret' | 'pair';

  @ApiProperty()
  hasApiSecret!: boolean;

  @ApiProperty({ type: String, nullable: true })
  v3Endpoint!: string | null;

  @ApiProperty()
  hasV3ApiKey!: boolean;

  @ApiProperty({ type: V3KeyAnswer })
  v3Key!: V3KeyAnswer;

  @ApiProperty({ enum: ['active', 'paused'] })
  state!: 'active' | 'paused';

  @ApiProperty({ type: String, nullable: true, description: 'Why the account waits for a check.' })
  pausedReason!: string | null;

  @ApiProperty({ type: 'integer' })
  callsPerSecond!: number;

  @ApiProperty({ type: 'integer' })
  concurrency!: number;

  @ApiProperty({ description: 'How long a call may take.' })
  timeoutSeconds!: number;

  @ApiProperty({ type: [Number] })
  lookUpSeconds!: number[];

  @ApiProperty({ type: 'integer' })
  retryWindowMinutes!: number;

  @ApiProperty({ type: PaceAnswer })
  pace!: PaceAnswer;

  @ApiProperty({
    type: CallbackUrls,
    description: 'To paste into SALESmanago: Integration Center, Callbacks.',
  })
  callbackUrls!: CallbackUrls;

  @ApiProperty({
    description:
      'During a change of the callback secret: the URLs with the old one still work, too.',
  })
  hasOldCallbackSecret!: boolean;

  @ApiProperty({ type: [String], description: 'What to look at, although the account was saved.' })
  warnings!: string[];

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt!: string;
}

/** S3: making a SALESmanago account from here. */
export class RegistrationAnswer {
  @ApiProperty({ description: 'Whether the hub can make accounts itself.' })
  offered!: boolean;

  @ApiProperty({ description: 'Where an account is made by hand.' })
  signUpUrl!: string;

  @ApiProperty({ type: String, nullable: true })
  reason!: string | null;
}

export const CHECK_PARTS = ['endpoint', 'credentials', 'owner', 'v3'] as const;
export type CheckPart = (typeof CHECK_PARTS)[number];

export class CheckPartAnswer {
  @ApiProperty({ enum: CHECK_PARTS })
  part!: CheckPart;

  @ApiProperty({
    type: Boolean,
    nullable: true,
    description: 'Null: not checked, because a part before it failed or nothing is set up.',
  })
  ok!: boolean | null;

  @ApiProperty({ type: String, nullable: true, example: 'SM_NO_CONNECTION' })
  code!: string | null;

  @ApiProperty({ type: String, nullable: true })
  message!: string | null;
}

export class CheckAnswer {
  @ApiProperty({ description: 'No part failed.' })
  ok!: boolean;

  @ApiProperty({ format: 'date-time' })
  checkedAt!: string;

  @ApiProperty({ enum: ['active', 'paused'], description: 'A passed check ends a pause.' })
  state!: 'active' | 'paused';

  @ApiProperty({ type: [CheckPartAnswer] })
  parts!: CheckPartAnswer[];

  @ApiProperty({
    type: [String],
    description:
      'What to look at, although nothing failed: owners of stores that are gone, a key that ends soon.',
  })
  warnings!: string[];
}

export class OwnersAnswer {
  @ApiProperty({ type: [String], description: 'E-mails of the users who can own contacts.' })
  items!: readonly string[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: null;
}
