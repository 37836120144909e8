import { SalesmanagoError } from '@storewire/salesmanago';
import type { DueCommand } from '../database/outbox.repository.js';
import type { SentCall } from './sent-request.js';

/** A command that was started, with its attempt. */
export interface StartedCommand {
  readonly command: DueCommand;
  readonly attemptId: string;
}

/** What a call said about one command. */
export type Outcome =
  | { readonly kind: 'done'; readonly id?: string; readonly answer?: string }
  | {
      readonly kind: 'refused';
      readonly cause: string;
      readonly detail: string;
      readonly answer?: string;
    }
  /** Certainly not received: try again. */
  | {
      readonly kind: 'notSent';
      readonly cause: string;
      readonly detail: string;
      readonly retryAfterMs?: number;
    }
  /** Perhaps received. */
  | {
      readonly kind: 'unknown';
      readonly cause: string;
      readonly detail: string;
      readonly answer?: string;
    }
  /** The credentials were refused: the whole account waits. */
  | { readonly kind: 'unauthorized'; readonly cause: string; readonly detail: string }
  /** There is nobody to tell; nothing was done and nothing is wrong. */
  | { readonly kind: 'dropped'; readonly detail: string }
  /** It has to wait, and that says nothing about the account. `countsTry`: not for ever. */
  | {
      readonly kind: 'later';
      readonly cause: string;
      readonly detail: string;
      readonly waitMs: number;
      readonly countsTry: boolean;
    }
  /** A batch left it out: sent by itself, to learn why. */
  | { readonly kind: 'alone'; readonly detail: string };

export interface Result extends StartedCommand {
  readonly outcome: Outcome;
  /** What was called, where it was not what the plan said. */
  readonly sent?: SentCall;
}

/** An error of the client in the words of the delivery. The text for people may quote the answer; it is stored, never logged. */
export function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof SalesmanagoError)) {
    const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    return { kind: 'unknown', cause: 'CLIENT_FAILED', detail };
  }
  const detail = error.reason ? `${error.message} ${error.reason}` : error.message;
  const { code: cause, answer } = error;
  switch (error.outcome) {
    case 'refused':
      return { kind: 'refused', cause, detail, ...(answer ? { answer } : {}) };
    case 'unauthorized':
      return { kind: 'unauthorized', cause, detail };
    case 'notSent':
      return {
        kind: 'notSent',
        cause,
        detail,
        ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
      };
    case 'unknown':
      return { kind: 'unknown', cause, detail, ...(answer ? { answer } : {}) };
  }
}
