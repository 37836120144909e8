import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { HubConfig } from '../config.js';
import { DemoStart } from './demo-start.js';
import { type DemoStore, DemoTenant } from './demo-tenant.js';
import { type DemoWorld, DemoWorlds } from './demo-world.js';

/**
 * `ended`: somebody made a tenant of his own, so the demo's shop is quiet until the process ends and is not started
 * again.
 */
export type DemoPhase = 'off' | 'starting' | 'running' | 'ended' | 'failed';

const WATCH_MS = 2_000;

/** A sandbox SALESmanago and a demo store beside the hub, for who looks at it for the first time. */
@Injectable()
export class DemoService
  implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown, OnApplicationShutdown
{
  private readonly log = new Logger('demo');
  private readonly listeners = new Set<() => void>();
  private current: DemoPhase = 'off';
  private opened: DemoWorld | undefined;
  private made: DemoStore | undefined;
  private starting: Promise<void> | undefined;
  private watching: NodeJS.Timeout | undefined;
  private isStopping = false;

  constructor(
    private readonly config: HubConfig,
    private readonly tenant: DemoTenant,
    private readonly worlds: DemoWorlds,
    private readonly starter: DemoStart,
    private readonly host: HttpAdapterHost,
  ) {}

  get phase(): DemoPhase {
    return this.current;
  }

  /** The demo's own tenant and store; only while it runs. */
  get store(): DemoStore | undefined {
    return this.current === 'running' ? this.made : undefined;
  }

  /** Only while it runs. */
  get world(): DemoWorld | undefined {
    return this.current === 'running' ? this.opened : undefined;
  }

  /** Calls back after the phase changed. */
  onChange(listener: () => void): void {
    this.listeners.add(listener);
  }

  /**
   * Before the work of an earlier start goes on: that of its demo would only meet closed ports. One of several
   * processes leaves the demo alone: its world is in the memory of a single one.
   */
  async onModuleInit(): Promise<void> {
    if (this.config.role !== 'all') return;
    const isOn = this.config.demo ?? (await this.tenant.isAlone());
    await this.tenant.clear(!isOn);
    if (isOn) this.move('starting');
  }

  /** The demo store tells the hub what happens, so the hub has to listen first. */
  onApplicationBootstrap(): void {
    if (this.current !== 'starting') return;
    this.host.listen$.subscribe(() => {
      this.starting = this.start();
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.watching);
    this.opened?.store.stopSimulation();
    await this.starting;
  }

  /** After the lanes have ended, so that what is under way to the sandbox is answered. */
  async onApplicationShutdown(): Promise<void> {
    await this.opened?.close();
  }

  private async start(): Promise<void> {
    try {
      this.opened = await this.worlds.open();
      this.made = await this.tenant.furnish(this.opened);
      if (this.isStopping) return;
      this.move('running');
      await this.starter.run(this.opened, this.made, () => this.isStopping);
      if (this.config.demo === undefined) this.watch();
    } catch (error) {
      if (this.isStopping) return;
      const { name, stack } = error instanceof Error ? error : new Error('unknown');
      this.log.error(`The demo could not start: ${name}.`, stack);
      this.move('failed');
    }
  }

  private watch(): void {
    let isLooking = false;
    this.watching = setInterval(async () => {
      if (isLooking || this.isStopping) return;
      isLooking = true;
      const isAlone = await this.tenant.isAlone().catch(() => true);
      isLooking = false;
      if (isAlone || this.isStopping) return;
      clearInterval(this.watching);
      this.opened?.store.stopSimulation();
      this.move('ended');
    }, WATCH_MS);
    this.watching.unref();
  }

  private move(phase: DemoPhase): void {
    this.current = phase;
    for (const listener of this.listeners) listener();
  }
}
