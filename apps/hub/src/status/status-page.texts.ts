export const LANGUAGES = ['en', 'pl'] as const;
export type Language = (typeof LANGUAGES)[number];

const english = {
  language: 'English',
  title: 'Storewire',
  lead: 'Carries customers, consents, orders and products from online stores to SALESmanago.',
  skip: 'Skip to content',
  languages: 'Language',
  refresh: 'Refresh by itself',
  loading: 'Loading…',
  noScript: 'This page needs JavaScript; the same is in status.json.',
  failed: 'The hub does not answer. The page tries again by itself.',
  hub: 'Hub',
  version: 'Version',
  state: 'State',
  ready: 'runs',
  notReady: 'does not work at the moment; its log says why',
  demo: 'Demo',
  phases: {
    off: 'off',
    starting: 'is starting…',
    running: 'on',
    ended: 'ended, because another tenant exists',
    failed: 'could not start; the log of the hub says why',
  },
  noDemo:
    'Without the demo this page shows no data. Stores are connected and watched over the API.',
  waitForDemo: 'The demo prepares a store and a SALESmanago. This takes a few seconds.',
  links: 'Look around',
  docs: 'API documentation',
  openApi: 'OpenAPI document',
  health: 'Health',
  inspector: 'SALESmanago sandbox',
  store: 'Demo store',
  inspectorHelp: 'What SALESmanago has received: contacts, events, every call.',
  storeHelp: 'Place an order or register, and see it arrive here.',
  docsHelp: 'Everything the hub can do, with examples.',
  openApiHelp: 'To generate a client from.',
  healthHelp: 'For supervisors and load balancers.',
  noStores: 'No store is connected yet.',
  accountPaused:
    'SALESmanago refuses the credentials of the account: messages wait until it is corrected.',
  connectionPaused: 'The store refuses the credentials: messages wait until they are corrected.',
  ledger: 'What became of the messages',
  counts: {
    accepted: ['Accepted', 'came in and are on disk'],
    delivered: ['Delivered', 'are in SALESmanago'],
    filtered: ['Filtered', 'a rule says not to send'],
    dead: ['Dead', 'wait for a person'],
    pending: ['Pending', 'are under way'],
  },
  balanced: 'Every message is accounted for: accepted = delivered + filtered + dead + pending.',
  unbalanced: 'The numbers do not add up. Please report this.',
  exports: 'Exports of the past',
  noExports: 'No export was started.',
  kind: 'What',
  progress: 'Progress',
  kinds: { contacts: 'Contacts', orders: 'Orders', products: 'Products' },
  exportStates: {
    counting: 'counting',
    running: 'running',
    paused: 'paused',
    done: 'done',
    failed: 'failed',
    cancelled: 'cancelled',
  },
  ofTotal: '{done} of {total}',
  failedRows: '{n} failed',
  messages: 'Latest messages',
  noMessages: 'Nothing has come in yet.',
  time: 'Time',
  topic: 'Message and number',
  outcome: 'Outcome',
  states: { delivered: 'delivered', filtered: 'filtered', dead: 'dead', pending: 'pending' },
  rules: {
    unchanged: 'SALESmanago already has all of this',
    alreadySent: 'was sent before',
    notAPurchase: 'not paid yet, or neither sale nor end of one',
    noPurchase: 'there was no purchase that it could end',
    inactive: 'the store is switched off',
    unknownState: 'no rule for this order state',
    noAddress: 'has no e-mail address',
    ignoredDomain: 'the domain is ignored',
    testOrder: 'a test order',
    noCatalogue: 'no product catalogue is connected',
    otherStorefront: 'belongs to another storefront of the shop',
    superseded: 'a newer one took its place',
    stale: 'older than what is known',
  },
  summary:
    '{accepted} accepted, {delivered} delivered, {filtered} filtered, {dead} dead, {pending} pending.',
};

export type Texts = typeof english;

const polish: Texts = {
  language: 'Polski',
  title: 'Storewire',
  lead: 'Przenosi klientów, zgody, zamówienia i produkty ze sklepów internetowych do SALESmanago.',
  skip: 'Przejdź do treści',
  languages: 'Język',
  refresh: 'Odświeżaj samoczynnie',
  loading: 'Wczytywanie…',
  noScript: 'Ta strona wymaga JavaScriptu; te same dane są w pliku status.json.',
  failed: 'Hub nie odpowiada. Strona ponawia próby samoczynnie.',
  hub: 'Hub',
  version: 'Wersja',
  state: 'Stan',
  ready: 'działa',
  notReady: 'chwilowo nie działa; przyczyna jest w dzienniku',
  demo: 'Demo',
  phases: {
    off: 'wyłączone',
    starting: 'uruchamia się…',
    running: 'włączone',
    ended: 'zakończone, bo istnieje inny klient',
    failed: 'nie uruchomiło się; przyczyna jest w dzienniku huba',
  },
  noDemo: 'Bez dema ta strona nie pokazuje danych. Sklepy podłącza się i obserwuje przez API.',
  waitForDemo: 'Demo przygotowuje sklep i SALESmanago. Potrwa to kilka sekund.',
  links: 'Rozejrzyj się',
  docs: 'Dokumentacja API',
  openApi: 'Dokument OpenAPI',
  health: 'Stan techniczny',
  inspector: 'Piaskownica SALESmanago',
  store: 'Sklep demonstracyjny',
  inspectorHelp: 'Co otrzymało SALESmanago: kontakty, zdarzenia, każde wywołanie.',
  storeHelp: 'Złóż zamówienie albo zarejestruj się i zobacz, jak tu dociera.',
  docsHelp: 'Wszystko, co potrafi hub, z przykładami.',
  openApiHelp: 'Do wygenerowania klienta.',
  healthHelp: 'Dla nadzorców procesów i load balancerów.',
  noStores: 'Nie podłączono jeszcze żadnego sklepu.',
  accountPaused:
    'SALESmanago odrzuca dane dostępowe konta: wiadomości czekają, aż zostaną poprawione.',
  connectionPaused: 'Sklep odrzuca dane dostępowe: wiadomości czekają, aż zostaną poprawione.',
  ledger: 'Co stało się z wiadomościami',
  counts: {
    accepted: ['Przyjęte', 'nadeszły i są zapisane na dysku'],
    delivered: ['Dostarczone', 'są w SALESmanago'],
    filtered: ['Odfiltrowane', 'reguła mówi, by nie wysyłać'],
    dead: ['Martwe', 'czekają na człowieka'],
    pending: ['W toku', 'są w drodze'],
  },
  balanced:
    'Każda wiadomość jest rozliczona: przyjęte = dostarczone + odfiltrowane + martwe + w toku.',
  unbalanced: 'Liczby się nie zgadzają. Prosimy o zgłoszenie.',
  exports: 'Eksporty historii',
  noExports: 'Nie uruchomiono żadnego eksportu.',
  kind: 'Co',
  progress: 'Postęp',
  kinds: { contacts: 'Kontakty', orders: 'Zamówienia', products: 'Produkty' },
  exportStates: {
    counting: 'liczenie',
    running: 'trwa',
    paused: 'wstrzymany',
    done: 'gotowy',
    failed: 'nieudany',
    cancelled: 'anulowany',
  },
  ofTotal: '{done} z {total}',
  failedRows: 'nieudane: {n}',
  messages: 'Ostatnie wiadomości',
  noMessages: 'Nic jeszcze nie nadeszło.',
  time: 'Czas',
  topic: 'Wiadomość i numer',
  outcome: 'Wynik',
  states: { delivered: 'dostarczona', filtered: 'odfiltrowana', dead: 'martwa', pending: 'w toku' },
  rules: {
    unchanged: 'SALESmanago ma już to wszystko',
    alreadySent: 'wysłano wcześniej',
    notAPurchase: 'jeszcze nieopłacone albo ani sprzedaż, ani jej koniec',
    noPurchase: 'nie było zakupu, który można zakończyć',
    inactive: 'sklep jest wyłączony',
    unknownState: 'brak reguły dla tego stanu zamówienia',
    noAddress: 'nie ma adresu e-mail',
    ignoredDomain: 'domena jest pomijana',
    testOrder: 'zamówienie testowe',
    noCatalogue: 'nie podłączono katalogu produktów',
    otherStorefront: 'należy do innej witryny tego sklepu',
    superseded: 'zastąpiła ją nowsza',
    stale: 'starsza niż to, co już wiadomo',
  },
  summary:
    'Przyjęte: {accepted}, dostarczone: {delivered}, odfiltrowane: {filtered}, martwe: {dead}, w toku: {pending}.',
};

export const TEXTS: Readonly<Record<Language, Texts>> = { en: english, pl: polish };

/**
 * The language that was chosen with a link, else the one of ours that the browser likes best, else English.
 * @param accepted the header `Accept-Language`, such as `pl-PL,pl;q=0.9,en;q=0.8`.
 */
export function languageOf(chosen: string | undefined, accepted: string | undefined): Language {
  const isOurs = (text: string | undefined): text is Language =>
    LANGUAGES.some((language) => language === text);
  if (isOurs(chosen)) return chosen;
  const wishes = (accepted ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const q = parameters.map((text) => /^\s*q=([\d.]+)/.exec(text)?.[1]).find(Boolean);
      return { language: tag.split('-')[0], weight: q === undefined ? 1 : Number(q) };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return wishes.map(({ language }) => language).find(isOurs) ?? 'en';
}
