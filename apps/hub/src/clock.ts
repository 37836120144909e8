import { Global, Injectable, Module } from '@nestjs/common';

/** The time of day; injected so that tests can move it. Waiting uses timers, not this. */
@Injectable()
export class Clock {
  /** Milliseconds since 1970. */
  now(): number {
    return Date.now();
  }

  instant(): string {
    return new Date(this.now()).toISOString();
  }
}

@Global()
@Module({ providers: [Clock], exports: [Clock] })
export class ClockModule {}
