/** A GraphQL operation by its name, with the type of what it answers. */
export interface Operation<Data> {
  readonly name: string;
  readonly text: string;
  /** True when running it twice does no more than running it once. */
  readonly isRepeatable: boolean;
  /** Carries the type for the compiler; never set. */
  readonly data?: Data;
}

/** A query; `body` begins with its variables, or with the selection. */
export const query = <Data>(name: string, body: string): Operation<Data> => ({
  name,
  text: `query ${name}${body}`,
  isRepeatable: true,
});

export const mutation = <Data>(
  name: string,
  body: string,
  options: { isRepeatable: boolean },
): Operation<Data> => ({ name, text: `mutation ${name}${body}`, ...options });

export interface PageInfo {
  readonly hasNextPage: boolean;
  readonly endCursor?: string | null;
}

/** A page of a connection. */
export interface Page<Node> {
  readonly nodes: Node[];
  readonly pageInfo: PageInfo;
}

export interface UserError {
  readonly field?: readonly string[] | null;
  readonly message: string;
  readonly code?: string | null;
}

/** Money in the shop's currency. */
export const SHOP_MONEY = '{ shopMoney { amount currencyCode } }';

export const ADDRESS =
  '{ firstName lastName company address1 address2 zip city province countryCodeV2 phone }';
