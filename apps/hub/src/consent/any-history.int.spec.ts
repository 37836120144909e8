import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { ConsentScene, type ConsentShop, type Said } from '../testing/consent-scene.js';

jest.setTimeout(120_000);

/** More with STOREWIRE_CONSENTS=500. */
const HISTORIES = Number(process.env.STOREWIRE_CONSENTS ?? 20);
/** Platforms count in seconds, and an act at the very second of another is a tie. */
const BETWEEN_MS = 3_000;
/** Past the time in which D10 holds an opt-out back. */
const SETTLED_IN_MS = 16 * 60_000;

/** Somebody changes their mind; in a shop, or in SALESmanago, which calls back some time later. */
type Act = { kind: 'act'; place: 0 | 1 | 'salesmanago' };
/** What says nothing of consent, or says what was said before. */
type Noise =
  | { kind: 'edit'; shop: 0 | 1 }
  | { kind: 'order'; shop: 0 | 1 }
  | { kind: 'deliver'; order: 'oldestFirst' | 'reverse' }
  | { kind: 'callback' }
  | { kind: 'lateCallback' }
  | { kind: 'settle' }
  | { kind: 'poll' };

const shop = fc.constantFrom(0 as const, 1 as const);
const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.constant('act' as const),
  place: fc.constantFrom(0 as const, 1 as const, 'salesmanago' as const),
});
const noise: fc.Arbitrary<Noise> = fc.oneof(
  fc.record({ kind: fc.constant('edit' as const), shop }),
  fc.record({ kind: fc.constant('order' as const), shop }),
  fc.record({
    kind: fc.constant('deliver' as const),
    order: fc.constantFrom('oldestFirst' as const, 'reverse' as const),
  }),
  fc.record({ kind: fc.constant('callback' as const) }),
  fc.record({ kind: fc.constant('lateCallback' as const) }),
  fc.record({ kind: fc.constant('settle' as const) }),
  fc.record({ kind: fc.constant('poll' as const) }),
);
const history = fc.record({
  boxes: fc.tuple(fc.constantFrom('yes' as const, 'no' as const), fc.boolean()),
  steps: fc.array(fc.oneof({ weight: 2, arbitrary: act }, { weight: 5, arbitrary: noise }), {
    maxLength: 9,
  }),
  last: act,
  after: fc.array(noise, { maxLength: 4 }),
});

type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

/** A poll tells of the registration when the box was ticked long after it; once found by this test. */
const TICKED_BEFORE_THE_POLL: History = {
  boxes: ['no', true],
  steps: [
    { kind: 'act', place: 'salesmanago' },
    { kind: 'callback' },
    { kind: 'act', place: 'salesmanago' },
    { kind: 'callback' },
  ],
  last: { kind: 'act', place: 1 },
  after: [{ kind: 'poll' }],
};

describe('D11: consent of one person in two shops and in SALESmanago', () => {
  let scene: ConsentScene;
  let people = 0;

  beforeAll(async () => {
    scene = await ConsentScene.open({ shops: 2, settings: { consentSync: true } });
    // The first poll of a store only marks where it begins.
    await scene.poll();
  });
  afterAll(() => scene?.close());

  it(`ends the same everywhere, the newest word wins, silence changes nothing and nothing echoes, ${HISTORIES} times`, async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ boxes, steps, last, after }) => {
        people += 1;
        const person = new Person(scene, `person.${people}@customer.example`);
        await person.register(boxes);
        for (const step of steps) await person.take(step);
        await person.rest();
        person.agrees('after any interleaving');

        await person.take(last);
        const newest = person.lastSaid;
        for (const step of after) await person.take(step);
        await person.rest();
        person.agrees('after the last word', newest);

        const before = person.traffic();
        await person.rest();
        await person.rest();
        expect(['traffic in peace', person.traffic()]).toEqual(['traffic in peace', before]);
      }),
      { numRuns: HISTORIES, endOnFailure: true, examples: [[TICKED_BEFORE_THE_POLL]] },
    );
  }, 600_000);
});

class Person {
  lastSaid: Said = 'out';
  private readonly calls: Said[] = [];

  constructor(
    private readonly scene: ConsentScene,
    private readonly email: string,
  ) {}

  async register([newsletter, isAsked]: ['yes' | 'no', boolean]): Promise<void> {
    const [first, second] = this.scene.shops as [ConsentShop, ConsentShop];
    first.woo.registerCustomer({ email: this.email, newsletter });
    await this.rest();
    second.woo.registerCustomer({
      email: this.email,
      ...(isAsked ? { newsletter } : {}),
    });
    await this.rest();
    this.scene.move(SETTLED_IN_MS);
  }

  async take(step: Act | Noise): Promise<void> {
    this.scene.move(BETWEEN_MS);
    switch (step.kind) {
      case 'act':
        return this.changeMind(step.place);
      case 'edit':
        this.shop(step.shop).woo.editCustomer(this.idIn(step.shop), {
          billing: { phone: `6007${String(Date.now()).slice(-5)}` },
        });
        return;
      case 'order':
        this.shop(step.shop).woo.placeOrder({ customerId: this.idIn(step.shop), paid: true });
        return;
      case 'deliver':
        return this.scene.deliver(step.order);
      case 'callback':
        return this.callBack();
      case 'lateCallback':
        return this.repeatOldCallback();
      case 'settle':
        return this.scene.settled();
      case 'poll':
        return this.scene.poll();
    }
  }

  /** Whoever acts says the opposite of what the place has: anything else is no act. */
  private async changeMind(place: Act['place']): Promise<void> {
    if (place === 'salesmanago') {
      const said = opposite(this.scene.card(this.email));
      await this.scene.sandbox.changeOnCard(this.email, { optedOut: said === 'out' });
      this.calls.push(said);
      this.lastSaid = said;
      return;
    }
    await this.scene.noWriteUnderWay();
    const said = opposite(this.scene.said(this.shop(place), this.email));
    this.shop(place).woo.setConsent(this.idIn(place), said === 'in' ? 'yes' : 'no');
    this.lastSaid = said;
  }

  /** Repeated by whoever overheard it. One that says what is so cannot be told from a second click. */
  private async repeatOldCallback(): Promise<void> {
    const state = opposite(this.scene.card(this.email));
    expect(await this.scene.callback(this.email, state)).toBe(200);
  }

  private async callBack(): Promise<void> {
    const state = this.calls.shift();
    if (state) expect(await this.scene.callback(this.email, state)).toBe(200);
  }

  /** Everything that was said arrives, and what follows from it, too. */
  async rest(): Promise<void> {
    for (let turn = 0; turn < 3; turn += 1) {
      this.scene.move(BETWEEN_MS);
      while (this.calls.length > 0) await this.callBack();
      await this.scene.deliver();
      await this.scene.settled();
    }
  }

  agrees(when: string, said: Said = this.scene.card(this.email)): void {
    const everywhere = [
      this.scene.card(this.email),
      ...this.scene.shops.map((one) => this.scene.said(one, this.email)),
    ];
    expect([when, ...everywhere]).toEqual([when, said, said, said]);
  }

  /** Calls about consent, both ways. */
  traffic(): number[] {
    return [
      this.scene.sandbox.stats().upserts,
      ...this.scene.shops.map((one) => this.scene.writes(one)),
    ];
  }

  private shop(n: 0 | 1): ConsentShop {
    return this.scene.shops[n] as ConsentShop;
  }

  private idIn(n: 0 | 1): number {
    return Number(this.shop(n).woo.customerByEmail(this.email)?.id);
  }
}

const opposite = (said: Said): Said => (said === 'in' ? 'out' : 'in');
