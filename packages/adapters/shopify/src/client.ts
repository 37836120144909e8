import { setTimeout as wait } from 'node:timers/promises';
import { failedAnswerOf } from '@storewire/adapter-kit';
import {
  type HttpClient,
  type HttpResponse,
  StoreRateLimited,
  StoreUnauthorized,
  StoreUnavailable,
} from '@storewire/core';
import { SHOPIFY_API_VERSION } from './api-version.js';
import { type ShopifyConnection, shopDomainOf } from './connection.js';
import { failureOf, type GraphqlAnswer, isThrottled, waitForPointsMs } from './graphql-answer.js';
import type { Operation, Page } from './operations/operation.js';

const MAX_THROTTLED_TRIES = 4;
/** A longer wait is the host's business: it has other shops to serve. */
const LONGEST_WAIT_MS = 10_000;

export interface ShopifyClientOptions {
  readonly connection: ShopifyConnection;
  readonly http: HttpClient;
  readonly allowPrivateAddresses: boolean;
  /** Waits between looks at a running export. */
  readonly sleep?: (ms: number) => Promise<unknown>;
}

/** Speaks GraphQL with one shop. */
export class ShopifyClient {
  readonly connection: ShopifyConnection;
  readonly sleep: (ms: number) => Promise<unknown>;
  private readonly http: HttpClient;
  private readonly endpoint: string;
  private version: string | undefined;

  constructor({ connection, http, allowPrivateAddresses, sleep = wait }: ShopifyClientOptions) {
    this.connection = connection;
    this.http = http;
    this.sleep = sleep;
    const ownBase = allowPrivateAddresses ? connection.apiBaseUrl?.replace(/\/+$/, '') : undefined;
    const base = ownBase || `https://${shopDomainOf(connection)}`;
    this.endpoint = `${base}/admin/api/${SHOPIFY_API_VERSION}/graphql.json`;
  }

  /** The version the last answer was made with; a version that has expired falls forward. */
  get servedVersion(): string | undefined {
    return this.version;
  }

  /**
   * Runs one operation. Calls of a shop wait for each other by what Shopify says they cost; a call refused for lack of
   * points is repeated, a query also after a failure of the network.
   *
   * @throws StoreUnauthorized for a token, shop or plan that is not valid (401, 404, 402); StoreForbidden naming the
   * scopes; StoreRateLimited when the wait is longer than 10 s; StoreUnavailable; StoreRefused for everything the
   * call itself got wrong.
   */
  async run<Data>(operation: Operation<Data>, variables: object = {}): Promise<Data> {
    for (let tries = 1; ; tries++) {
      const answer = await this.call(operation, variables);
      if (!isThrottled(answer)) {
        const failure = failureOf(answer);
        if (failure) throw failure;
        if (!answer.data) throw new StoreUnavailable(`${operation.name} gave no data`);
        return answer.data;
      }
      const waitMs = waitForPointsMs(answer) ?? 0;
      if (waitMs > LONGEST_WAIT_MS || tries === MAX_THROTTLED_TRIES) {
        throw new StoreRateLimited(waitMs);
      }
    }
  }

  /** Every page of a connection, each read after the one before was used up. */
  async *pages<Data, Node>(
    operation: Operation<Data>,
    variables: object,
    pageOf: (data: Data) => Page<Node> | undefined,
    from?: string,
  ): AsyncGenerator<Page<Node>> {
    let after = from;
    for (;;) {
      const page = pageOf(await this.run(operation, { ...variables, after }));
      if (!page) return;
      yield page;
      const next = page.pageInfo.endCursor;
      if (!page.pageInfo.hasNextPage || !next) return;
      if (next === after) {
        throw new StoreUnavailable(`${operation.name} gave the same page twice`);
      }
      after = next;
    }
  }

  /** The lines of an export's file. It lies with a storage provider, so the token is not sent along. */
  lines(url: string): AsyncIterable<string> {
    return this.http.lines({ method: 'GET', url });
  }

  private async call<Data>(
    operation: Operation<Data>,
    variables: object,
  ): Promise<GraphqlAnswer<Data>> {
    const read: { answer?: GraphqlAnswer<Data> } = {};
    try {
      const response = await this.http.request({
        method: 'POST',
        url: this.endpoint,
        headers: {
          'x-shopify-access-token': this.connection.accessToken,
          'content-type': 'application/json',
          accept: 'application/json',
        },
        body: { query: operation.text, operationName: operation.name, variables },
        repeatable: operation.isRepeatable,
        pauseAfter: (answer) => {
          read.answer = answerIn<Data>(answer);
          return read.answer && waitForPointsMs(read.answer);
        },
      });
      this.version = response.headers['x-shopify-api-version'] ?? this.version;
      return read.answer ?? response.json<GraphqlAnswer<Data>>();
    } catch (error) {
      throw this.meaningOf(error);
    }
  }

  /** Statuses that say something else at Shopify than at most. */
  private meaningOf(error: unknown): unknown {
    const shop = shopDomainOf(this.connection);
    switch (failedAnswerOf(error)?.status) {
      case 402:
        return new StoreUnauthorized(`the shop ${shop} is frozen until its bill is paid`, error);
      case 404:
        return new StoreUnauthorized(`there is no shop ${shop} with this API version`, error);
      case 423:
        return new StoreUnavailable(`the shop ${shop} is locked`, error);
      default:
        return error;
    }
  }
}

function answerIn<Data>(response: HttpResponse): GraphqlAnswer<Data> | undefined {
  try {
    const answer = response.json<GraphqlAnswer<Data>>();
    return answer !== null && typeof answer === 'object' ? answer : undefined;
  } catch {
    // Not JSON: the client itself says what that means.
    return undefined;
  }
}
