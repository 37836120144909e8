import { Injectable } from '@nestjs/common';

/** How large the demo is and how fast it lives; tests make it smaller and quicker. */
@Injectable()
export class DemoOptions {
  readonly customers: number = 300;
  readonly orders: number = 400;
  /** One thing happens in the demo store this often. */
  readonly everyMs: number = 2_000;
  /** The sandbox and the demo store take the ports after the hub's where those are free; else any free one. */
  readonly usesNeighbourPorts: boolean = true;
}
