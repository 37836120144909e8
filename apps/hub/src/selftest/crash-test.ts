import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { auditPerson, type Findings, noFindings } from './audit.js';
import { CrashPlan, type PlannedRound } from './crash-plan.js';
import { findingLines, type RoundReport, roundLine, TABLE_HEAD } from './crash-report.js';
import type { CrashStage } from './crash-stage.js';
import { Dice } from './dice.js';
import type { HubChild } from './hub-child.js';
import { Outage } from './outage.js';
import { type ExpectedPerson, STORY_KINDS, type StoryKind, Storyteller } from './stories.js';

export interface CrashTestOptions {
  /** At least `MIN_ROUNDS`. */
  readonly rounds: number;
  readonly seed: number;
  readonly print: (line: string) => void;
}

export interface CrashTestResult {
  readonly kills: number;
  readonly acknowledged: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
  /** Points at which no hub ended; then the test says nothing about them. */
  readonly neverHit: readonly string[];
}

/** Hubs that are loaded while one runs: loading takes a second of a processor. */
const LOADED_AHEAD = Math.max(1, Math.min(3, Math.floor(availableParallelism() / 2)));
/** Rounds from which on a test has the minute that may be waited for a confirmation mail. */
const LONG = 100;
const SLOW: ReadonlySet<StoryKind> = new Set(['confirmation mail']);
/** Rounds after which everything is settled and compared. */
const BLOCK = 50;
/** How long a hub that took everything may go on towards its point. */
const GRACE_MS = 500;
const EXPORT_GRACE_MS = 2_500;
const LONGEST_START_MS = 60_000;
const LONGEST_ROUND_MS = 6_000;
/** The same towards a point that no hub has reached yet: a slow machine has to get there once. */
const FIRST_GRACE_MS = 20_000;
const LONGEST_FIRST_MS = 60_000;
const LONGEST_RANDOM_MS = 500;
/** The stories begin this long before they are told, so that their times have passed. */
const PAST_MS = 30 * 60_000;
/** From so many ready contacts on, live calls are batched. */
const CROWD = 60;

interface Round {
  readonly plan: PlannedRound;
  readonly people: ExpectedPerson[];
  /** Webhooks of the round that were acknowledged so far. */
  acknowledged: number;
  /** Ends when every webhook of the round is acknowledged, perhaps by a later hub. */
  told: Promise<unknown>;
  wasHit: boolean;
}

/** Kills hubs, round after round, and compares what was acknowledged with what arrived. */
export class CrashTest {
  private readonly dice: Dice;
  private readonly plan: CrashPlan;
  private readonly stories: Storyteller;
  private readonly outage: Outage;
  private readonly planned: PlannedRound[] = [];
  private readonly reports: RoundReport[] = [];
  /** People who are asked by mail; compared at the end. */
  private readonly asked: ExpectedPerson[] = [];
  /** Webhooks that were acknowledged and are not in the ledger, as found so far. */
  private missing = 0;
  private readonly dead = new Set<string>();

  constructor(
    private readonly stage: CrashStage,
    private readonly options: CrashTestOptions,
  ) {
    this.dice = new Dice(options.seed);
    this.plan = new CrashPlan(this.dice);
    const kinds =
      options.rounds < LONG ? STORY_KINDS.filter((kind) => !SLOW.has(kind)) : STORY_KINDS;
    this.stories = new Storyteller(this.dice, Date.now() - PAST_MS, kinds);
    this.outage = new Outage(stage.sandbox, stage.sandboxPort);
  }

  async run(): Promise<CrashTestResult> {
    const { print, rounds } = this.options;
    await this.proveLookUps();
    print(TABLE_HEAD);
    let block: Round[] = [];
    for (let done = 1; done <= rounds; done += 1) {
      block.push(await this.round(this.next()));
      if (block.length < BLOCK && done < rounds) continue;
      await this.settle(block, done === rounds);
      block = [];
    }
    return this.result();
  }

  /** The next round; those behind it are planned, too, and their hubs are loaded. */
  private next(): PlannedRound {
    while (this.planned.length <= LOADED_AHEAD) this.planned.push(this.plan.next());
    for (const plan of this.planned) {
      if (plan.number <= this.options.rounds) this.stage.line.prepare(plan.number, crashAtOf(plan));
    }
    return this.planned.shift() as PlannedRound;
  }

  /** An unknown outcome is only looked up where look-ups were seen to work; the first event of an account shows it. */
  private async proveLookUps(): Promise<void> {
    const story = this.stories.story('order');
    await this.stage.shops.get(story.shop)?.tell(story);
    await this.stage.settled();
    while (!this.stage.sandbox.stats().callsByMethod['/api/contact/listAll']) await pause(20);
    // The answer is on its way to the hub, and from there to the table.
    await pause(300);
    await this.stage.line.stop();
  }

  private async round(plan: PlannedRound): Promise<Round> {
    const { line } = this.stage;
    await this.outage.begin(plan.fault, this.dice, TARGETS[plan.point]);
    const round: Round = {
      plan,
      people: [],
      acknowledged: 0,
      told: Promise.resolve(),
      wasHit: false,
    };
    const exporting = EXPORTS.has(plan.point) || this.dice.chance(0.1);
    round.told = this.begin(round, exporting);
    const hub = line.start(plan.number);
    await Promise.race([hub.ended, this.enough(round, hub, exporting)]);
    round.wasHit = hub.isOver;
    const { code, signal } = await hub.kill();
    if (signal !== 'SIGKILL') {
      throw new Error(`The hub ended by itself (${signal ?? `code ${code}`}):\n${hub.log}`);
    }
    await this.outage.end();
    if (plan.point !== 'random') this.plan.tell(plan.point, round.wasHit);
    return round;
  }

  /** Ends when a hub is killed from outside, if it did not reach its point before. */
  private async enough(round: Round, hub: HubChild, exporting: boolean): Promise<void> {
    const isAnyMoment = round.plan.point === 'random';
    // A third of the random kills meet a start, which is when the hub takes up what an earlier one left.
    if (!isAnyMoment || this.dice.chance(2 / 3)) {
      await Promise.race([hub.listening, pause(LONGEST_START_MS)]);
    }
    if (isAnyMoment) return pause(this.dice.between(0, LONGEST_RANDOM_MS));
    const isFirst = this.plan.neverHit.some((point) => point === round.plan.point);
    const graceMs = isFirst ? FIRST_GRACE_MS : exporting ? EXPORT_GRACE_MS : GRACE_MS;
    const everything = round.told.then(() => pause(graceMs));
    await Promise.race([everything, pause(isFirst ? LONGEST_FIRST_MS : LONGEST_ROUND_MS)]);
  }

  /** Lets people do things. @returns when every webhook is acknowledged and the export is accepted. */
  private begin(round: Round, exporting: boolean): Promise<unknown> {
    const work: Promise<unknown>[] = [];
    if (exporting) work.push(this.exportPast(round));
    const crowd = round.plan.point === 'batch.middle' && this.dice.chance(0.5) ? CROWD : 0;
    const kinds = [
      ...Array.from({ length: crowd }, () => 'guest order' as const),
      ...Array.from({ length: this.dice.between(2, 5) }, () => undefined),
    ];
    for (const kind of kinds) {
      const story = this.stories.story(kind);
      (story.shop === 'confirming' ? this.asked : round.people).push(story.expected);
      const told = this.stage.shops.get(story.shop)?.tell(story, () => {
        round.acknowledged += 1;
      });
      work.push(told ?? Promise.resolve());
    }
    const all = Promise.all(work);
    // A failure is reported where the round is settled, and not as one that nobody handles.
    all.catch(() => undefined);
    return all;
  }

  /** Orders of guests that no webhook told, for an export. */
  private async exportPast({ people }: Round): Promise<void> {
    const { woo } = this.stage;
    const sinceMs = Date.now() - 1_000;
    for (let n = this.dice.between(4, 12); n > 0; n -= 1) {
      const order = woo.placeOrder({ paid: true });
      people.push({
        email: order.billing.email.toLowerCase(),
        events: [{ type: 'PURCHASE', externalId: String(order.id), value: Number(order.total) }],
      });
    }
    const isQuiet = this.dice.chance(0.15);
    await this.stage.startExport(sinceMs, !isQuiet);
  }

  /** Lets a hub that nobody kills finish everything, compares, and prints the rounds. */
  private async settle(block: readonly Round[], isLast: boolean): Promise<void> {
    await this.stage.open();
    await Promise.all(block.map(({ told }) => told));
    // A call that asks for a confirmation mail is not repeated within the window; it is waited for once, at the end.
    await this.stage.settled(isLast ? undefined : 'confirming');
    const whole = noFindings();
    if (isLast)
      for (const person of this.asked) add(whole, auditPerson(this.stage.sandbox, person));
    await this.auditLedger(whole);
    block.forEach(({ plan, wasHit, people, acknowledged }, n) => {
      const findings = noFindings();
      for (const person of people) add(findings, auditPerson(this.stage.sandbox, person));
      if (n === block.length - 1) add(findings, whole);
      this.report({ plan, wasHit, kills: 1, acknowledged, findings });
    });
    await this.stage.line.stop();
  }

  /** What the hub counts, compared with what the shops count; what was found before is not found again. */
  private async auditLedger({ lost, duplicated }: Findings): Promise<void> {
    const ledger = await this.stage.ledger();
    const acknowledged = [...this.stage.shops.values()].reduce((n, s) => n + s.acknowledged, 0);
    const missing = acknowledged - (ledger.accepted - (await this.stage.exported()));
    for (; this.missing < missing; this.missing += 1) lost.push('an acknowledged webhook');
    for (; this.missing > missing; this.missing -= 1) duplicated.push('a webhook in the ledger');
    const ends = ledger.delivered + ledger.filtered + ledger.dead + ledger.pending;
    if (ends !== ledger.accepted) lost.push(`${ledger.accepted - ends} in the ledger`);
    for (const letter of ledger.dead > 0 ? await this.stage.deadLetters() : []) {
      if (!this.dead.has(letter)) lost.push(`dead letter ${letter}`);
      this.dead.add(letter);
    }
  }

  private report(report: RoundReport): void {
    this.reports.push(report);
    this.options.print(roundLine(report));
    for (const text of findingLines(report)) this.options.print(text);
  }

  private result(): CrashTestResult {
    const sum = (of: (report: RoundReport) => number) =>
      this.reports.reduce((total, report) => total + of(report), 0);
    return {
      kills: sum(({ kills }) => kills),
      acknowledged: sum(({ acknowledged }) => acknowledged),
      lost: sum(({ findings }) => findings.lost.length),
      duplicated: sum(({ findings }) => findings.duplicated.length),
      outOfOrder: sum(({ findings }) => findings.outOfOrder.length),
      neverHit: this.plan.neverHit,
    };
  }
}

/** Points that only an export reaches, or reaches at once. */
const EXPORTS: ReadonlySet<string> = new Set(['export.afterChunk', 'batch.middle']);

/** Calls that a fault has to hit for the point to be reached. */
const TARGETS: Readonly<Partial<Record<PlannedRound['point'], 'batches' | 'events'>>> = {
  'batch.middle': 'batches',
  'lookUp.beforeApply': 'events',
};

const crashAtOf = ({ point, time }: PlannedRound): string | undefined =>
  point === 'random' ? undefined : `${point}:${time}`;

function add(to: Findings, more: Findings): void {
  to.lost.push(...more.lost);
  to.duplicated.push(...more.duplicated);
  to.outOfOrder.push(...more.outOfOrder);
}
