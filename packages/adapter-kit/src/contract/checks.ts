import type { AnyAdapter, CapabilityMode, RecordKind } from '@storewire/core';
import { declaredIsThere } from './checks/capabilities.check.js';
import { clockChangesAreUnderstood } from './checks/clocks.check.js';
import {
  firstNoIsNoOptOut,
  threeSwitchesArriveThrice,
  writeBackReadsBack,
} from './checks/consent.check.js';
import { errorsHaveTheirClass } from './checks/errors.check.js';
import { fixturesMap, webhooksAreRead } from './checks/fixtures.check.js';
import { exportsResume, pollsResume } from './checks/interruption.check.js';
import { everyStateIsShown, oneOrderOneEffect } from './checks/order.check.js';
import { settingsAreStrict } from './checks/settings.check.js';
import {
  missingPermissionsAreNamed,
  registrationRepairs,
  shopKeyLasts,
} from './checks/shop.check.js';
import { signatureIsChecked } from './checks/signature.check.js';
import { type ContractRun, isCalled } from './run.js';

/** One point of the contract; a check throws where it does not hold. */
export interface ContractCheck {
  readonly name: string;
  /** Follows from what the adapter declares, and from nothing else. */
  applies(adapter: AnyAdapter): boolean;
  check(run: ContractRun): Promise<void>;
}

const always = () => true;
const withMode = (mode: CapabilityMode) => (adapter: AnyAdapter) =>
  Object.values(adapter.capabilities).some((modes) => modes?.includes(mode));
const withKind = (kind: RecordKind) => (adapter: AnyAdapter) =>
  Object.hasOwn(adapter.capabilities, kind);

/** The contract, in the order it is told; the search for leaks comes last and is registered apart. */
export const CONTRACT: readonly ContractCheck[] = [
  {
    name: 'has code, a fixture and a fake endpoint for each capability it declares',
    applies: always,
    check: declaredIsThere,
  },
  {
    name: 'refuses blank settings and marks secrets',
    applies: always,
    check: settingsAreStrict,
  },
  {
    name: 'accepts a good signature over the raw bytes and refuses any other',
    applies: withMode('webhook'),
    check: signatureIsChecked,
  },
  {
    name: 'maps each fixture to its expected record',
    applies: always,
    check: fixturesMap,
  },
  {
    name: 'reads a recorded body of each topic and calls a broken one unreadable',
    applies: withMode('webhook'),
    check: webhooksAreRead,
  },
  {
    name: 'gives one order one effect key through webhook, poll and export',
    applies: withKind('order'),
    check: oneOrderOneEffect,
  },
  {
    name: 'shows every order state it declares',
    applies: withKind('order'),
    check: everyStateIsShown,
  },
  {
    name: 'brings consent switched on, off and on again to the host three times',
    applies: withKind('consent'),
    check: threeSwitchesArriveThrice,
  },
  {
    name: 'does not take a first "no" for an opt-out',
    applies: (adapter) => withKind('contact')(adapter) || withKind('order')(adapter),
    check: firstNoIsNoOptOut,
  },
  {
    name: 'writes consent back once and reads it back',
    applies: withMode('writeBack'),
    check: writeBackReadsBack,
  },
  {
    name: 'keeps the shop key over a reinstall',
    applies: always,
    check: shopKeyLasts,
  },
  {
    name: 'names the permissions its credentials lack',
    applies: always,
    check: missingPermissionsAreNamed,
  },
  {
    name: 'registers webhooks repeatably and repairs a switched-off one',
    applies: ({ sources }) => Boolean(sources.webhooks?.register || sources.webhooks?.check),
    check: registrationRepairs,
  },
  {
    name: 'gives the right instants around a change of clocks',
    applies: always,
    check: clockChangesAreUnderstood,
  },
  {
    name: 'resumes an interrupted poll from its cursor without loss',
    applies: withMode('poll'),
    check: pollsResume,
  },
  {
    name: 'resumes an interrupted export from its cursor without loss',
    applies: withMode('history'),
    check: exportsResume,
  },
  {
    name: 'turns 429, 401, 500, HTML and a time-out into the right error',
    applies: isCalled,
    check: errorsHaveTheirClass,
  },
];
