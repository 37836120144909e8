import { Injectable } from '@nestjs/common';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { Database } from '../database/database.service.js';

/** Seconds; a commit with its fsync takes a few milliseconds on a good disk. */
const INTAKE_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

const COUNTED = ['accepted', 'delivered', 'filtered', 'dead'] as const;

type Counts = Record<'tenant_id' | 'store_id', string> & Record<(typeof COUNTED)[number], number>;

/** Numbers for Prometheus. Labels are ids, states and statuses: never a name, never personal data. */
@Injectable()
export class Metrics {
  readonly contentType = Registry.PROMETHEUS_CONTENT_TYPE;
  private readonly registry = new Registry();
  private readonly intake: Histogram<'status'>;
  private readonly tracker: Counter<'door' | 'outcome'>;
  private readonly callbacks: Counter<'outcome'>;

  constructor(private readonly db: Database) {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.intake = new Histogram({
      name: 'storewire_intake_seconds',
      help: 'From the request to the answer of the webhook door, by status.',
      labelNames: ['status'],
      buckets: INTAKE_BUCKETS,
      registers,
    });
    this.tracker = new Counter({
      name: 'storewire_tracker_requests_total',
      help: 'Posts of the storefront script by door: the grade of the identity, or why they were refused.',
      labelNames: ['door', 'outcome'],
      registers,
    });
    this.callbacks = new Counter({
      name: 'storewire_callbacks_total',
      help: 'Opt-in and opt-out callbacks of SALESmanago: accepted, or why they were refused.',
      labelNames: ['outcome'],
      registers,
    });
    this.gauge({
      name: 'storewire_messages',
      help: 'Messages of a store by state; accepted is the sum of the others and of those that are pending.',
      labelNames: ['tenant', 'store', 'state'],
      collect: (gauge) => this.collectMessages(gauge),
    });
    for (const kind of ['account', 'connection'] as const) {
      this.gauge({
        name: `storewire_${kind}_paused`,
        help: `1 while the lane of the ${kind} waits, because its credentials were refused.`,
        labelNames: ['tenant', kind],
        collect: (gauge) => this.collectPaused(gauge, kind),
      });
    }
  }

  /** Every metric, as Prometheus reads it. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  /** @param seconds from the request to the answer. */
  observeIntake(seconds: number, status: number): void {
    this.intake.observe({ status }, seconds);
  }

  /** @param outcome grade of the identity, or the reason of a refusal; never what a browser sent. */
  countTracker(door: 'cart' | 'visitor' | 'identity' | 'any', outcome: string): void {
    this.tracker.inc({ door, outcome });
  }

  countCallback(outcome: 'accepted' | 'wrongKey' | 'incomplete' | 'unknown' | 'tooMany'): void {
    this.callbacks.inc({ outcome });
  }

  /** A number that is asked for when Prometheus asks. */
  gauge<L extends string>({
    collect,
    ...options
  }: {
    name: string;
    help: string;
    labelNames: readonly L[];
    collect: (gauge: Gauge<L>) => Promise<void>;
  }): void {
    const gauge: Gauge<L> = new Gauge({
      ...options,
      registers: [this.registry],
      collect: () => collect(gauge),
    });
  }

  private async collectMessages(gauge: Gauge<'tenant' | 'store' | 'state'>): Promise<void> {
    const rows = await this.db.query<Counts>(
      `SELECT tenant_id, store_id, ${COUNTED.join(', ')} FROM store_count`,
    );
    // A store that was deleted must not be reported for ever.
    gauge.reset();
    for (const row of rows) {
      const ids = { tenant: row.tenant_id, store: row.store_id };
      for (const state of COUNTED) gauge.set({ ...ids, state }, Number(row[state]));
    }
  }

  private async collectPaused<K extends 'account' | 'connection'>(
    gauge: Gauge<'tenant' | K>,
    kind: K,
  ): Promise<void> {
    const rows = await this.db.query<Record<'tenant_id' | 'id' | 'state', string>>(
      `SELECT tenant_id, id, state FROM ${kind}`,
    );
    gauge.reset();
    for (const { tenant_id, id, state } of rows) {
      const labels = { tenant: tenant_id, [kind]: id } as Record<'tenant' | K, string>;
      gauge.set(labels, state === 'paused' ? 1 : 0);
    }
  }
}
