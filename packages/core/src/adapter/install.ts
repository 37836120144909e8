/** A call of a shop that installs an app; header names in lower case. */
export interface InstallRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Everything after `?`, as it came. */
  readonly query: string;
  /** Empty where the call has none. */
  readonly rawBody: Buffer;
}

/** What a package is made of; the hub knows the addresses. */
export interface AppPackage {
  readonly storeId: string;
  readonly webhookUrl: string;
  /** The doors of the storefront script, `/s.js` among them; no slash at the end. */
  readonly trackerUrl: string;
  /** The storefront that the store is for, where the shop has several. */
  readonly storefront?: string;
  /** Seconds since 1970: a later package is a newer version. */
  readonly madeAt: number;
}

/** What the package of an app that registers itself has on top; the hub makes the secret. */
export interface RegisteringAppPackage extends AppPackage {
  /** Where the shop registers. */
  readonly installUrl: string;
  /** Signs the registration; in the package in plain text. */
  readonly secret: string;
}

/** Text files of the zip, by path. */
export type AppFiles = Readonly<Record<string, string>>;

/** What the hub keeps, sealed, between the two calls of a shop. */
export interface PendingInstall {
  readonly shopId: string;
  /** As the shop wrote it. */
  readonly shopUrl: string;
  /** What shop and hub sign with once the shop has confirmed. */
  readonly secret: string;
  /** The package's secret that the registration was signed with. */
  readonly secretId: string;
  /** The shop proved that it has the secret of now, and has to prove it again. */
  readonly isChange: boolean;
}

export interface RegistrationContext<Connection> {
  readonly storeId: string;
  readonly connection: Connection;
  /** The valid secrets of packages. */
  readonly secrets: readonly { readonly id: string; readonly secret: string }[];
  /** Who confirmed before, and with the package of which secret. */
  readonly known?: { readonly shopId: string; readonly secretId: string };
  readonly confirmUrl: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export type RegistrationVerdict =
  /** `at`: when the shop signed, in milliseconds; the hub takes none that is not later than the last one. */
  | {
      readonly outcome: 'accepted';
      readonly at: number;
      readonly pending: PendingInstall;
      readonly answer: object;
    }
  /** What is wrong and what to do, in sentences. */
  | { readonly outcome: 'refused'; readonly reason: string };

export type ConfirmationVerdict<Connection> =
  | { readonly outcome: 'accepted'; readonly connection: Partial<Connection> }
  | { readonly outcome: 'refused'; readonly reason: string };

/** An app that a shop installs and that gives the hub the shop's keys, in two signed calls. Pure; the hub remembers. */
export interface RegisteringApp<Connection> {
  files(app: RegisteringAppPackage, connection: Connection): AppFiles;
  register(request: InstallRequest, context: RegistrationContext<Connection>): RegistrationVerdict;
  /** @returns the fields of the connection that the shop gave. */
  confirm(
    request: InstallRequest,
    pending: PendingInstall,
    connection: Connection,
  ): ConfirmationVerdict<Connection>;
}

/** Files for an app that the shop has already, and whose keys a person typed in. */
export interface AppOfFiles<Client> {
  /** May ask the shop for what belongs into the files. @throws the `Store…` errors of the calls. */
  files(app: AppPackage, client: Client): Promise<AppFiles>;
}

export type AppInstall<Connection, Client> = RegisteringApp<Connection> | AppOfFiles<Client>;

/** Whether the app brings the keys of the connection by itself. */
export const isRegistering = <Connection, Client>(
  install: AppInstall<Connection, Client>,
): install is RegisteringApp<Connection> => 'register' in install;
