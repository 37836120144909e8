import type { Reason } from '@storewire/core';

/** What the explanation of a message is made of. */
export interface Explained {
  readonly stage: string;
  readonly state: string;
  readonly rule: string | null;
  readonly cause: string | null;
  readonly detail: string | null;
}

/** What a command has to say about its message. */
export interface ExplainedCommand {
  readonly kind: string;
  readonly state: string;
  readonly cause: string | null;
  readonly detail: string | null;
}

/**
 * Why a message is in the state it is in, in a sentence: "why was nothing sent for this order?".
 * @param reasons of the last decision, per record.
 */
export function explain(
  message: Explained,
  reasons: readonly (readonly Reason[])[],
  commands: readonly ExplainedCommand[],
): string {
  switch (message.state) {
    case 'filtered':
      return `Nothing was sent: ${filteredBecause(message, reasons, commands)}`;
    case 'dead':
      return `Stopped and waits for a person: ${deadBecause(message, commands)}`;
    case 'delivered':
      return `SALESmanago has it: ${namesOf(commands.filter(({ state }) => SAID.has(state)))}.`;
    default:
      return pendingBecause(message, commands);
  }
}

const SAID = new Set(['done', 'merged']);

function filteredBecause(
  { rule, detail }: Explained,
  reasons: readonly (readonly Reason[])[],
  commands: readonly ExplainedCommand[],
): string {
  const all = reasons.flat();
  const reason = all.find((one) => one.rule === rule) ?? (rule === null ? all.at(-1) : undefined);
  // A message whose commands were overtaken or dropped was decided to be sent.
  const ended = commands.find((command) => command.detail)?.detail;
  return sentence(ended ?? reason?.result ?? detail ?? rule ?? 'there was nothing to say');
}

function deadBecause({ cause, detail }: Explained, commands: readonly ExplainedCommand[]): string {
  const command = commands.find(({ state }) => state === 'dead');
  return sentence(command?.detail ?? detail ?? command?.cause ?? cause ?? 'no cause was kept');
}

function pendingBecause(
  { stage, detail }: Explained,
  commands: readonly ExplainedCommand[],
): string {
  if (stage === 'inbox') {
    return detail
      ? `Waits to be read: ${sentence(detail)}`
      : 'It came in and waits for its turn to be read.';
  }
  const open = commands.filter(({ state }) => OPEN.has(state));
  const failing = open.find((command) => command.cause && command.detail);
  if (failing) return `Not delivered yet: ${sentence(failing.detail ?? '')}`;
  const sending = open.some(({ state }) => state === 'sending');
  return sending
    ? `It is being sent to SALESmanago: ${namesOf(open)}.`
    : `Decided and waits to be sent: ${namesOf(open)}.`;
}

const OPEN = new Set(['ready', 'waiting', 'sending', 'unknown', 'merged']);

const NAMES: Readonly<Record<string, string>> = {
  upsertContact: 'the contact',
  changeEmail: 'the new address',
  addEvent: 'the event',
  cartEvent: 'the cart',
  deleteCartEvent: 'the end of the cart',
  deleteContact: 'the removal of the contact',
  keyInformation: 'the Key Information',
  writeConsent: 'the consent for the store',
};

const namesOf = (commands: readonly ExplainedCommand[]): string =>
  [...new Set(commands.map(({ kind }) => NAMES[kind] ?? kind))].join(', ') || 'nothing';

const sentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text}.`);
