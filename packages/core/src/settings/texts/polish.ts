import type { SettingTexts } from './catalogue.js';

export const POLISH: SettingTexts = {
  groups: {
    integration: 'Integracja',
    features: 'Funkcje',
    tags: 'Tagi',
    account: 'Konto i zgody',
    carts: 'Koszyki',
    monitoring: 'Kod monitorujący',
    additional: 'Dodatkowe',
  },
  units: { minutes: 'min', hours: 'godz.', days: 'dni' },
  settings: {
    active: {
      label: 'Integracja aktywna',
      help: 'Gdy wyłączona, wiadomości są zachowywane jako odfiltrowane, a eksport może je pobrać później.',
    },
    location: {
      label: 'Location',
      help: 'Identyfikator e-sklepu: 3-36 liter, cyfr i podkreśleń, nie zaczyna się od cyfry. Musi być taki sam jak location katalogu produktów w SALESmanago.',
    },
    owner: {
      label: 'Właściciel kontaktów',
      help: 'E-mail użytkownika SALESmanago, do którego należą nowe kontakty. Puste: właściciel z konta. Wybierz z listy właścicieli konta.',
    },
    doubleOptIn: {
      label: 'Podwójne potwierdzenie (double opt-in)',
      help: 'SALESmanago wysyła nowym subskrybentom e-mail z potwierdzeniem; zgoda liczy się po kliknięciu. Domyślny e-mail ustawia się w SALESmanago: Centrum integracji, API.',
    },
    doubleOptInTemplateId: {
      label: 'Id szablonu',
      help: 'Szablon, konto i temat: wszystkie trzy albo żadne. Żadne: ustawienie domyślne konta SALESmanago. Identyfikatory pokazuje lista e-maili potwierdzających.',
    },
    doubleOptInAccountId: {
      label: 'Id konta e-mail',
      help: 'Nadawca e-maila z potwierdzeniem; widoczny przy każdym e-mailu na liście.',
    },
    doubleOptInSubject: {
      label: 'Temat',
      help: 'Temat e-maila z potwierdzeniem.',
    },
    doubleOptInWindowMinutes: {
      label: 'E-mail potwierdzający najwyżej raz na',
      help: 'W tym czasie po e-mailu z potwierdzeniem ten sam adres nie dostaje drugiego.',
    },
    consentSync: {
      label: 'Pobieranie zgody',
      help: 'Przy każdej rejestracji pytaj SALESmanago i zapisuj jego opt-in w sklepie. Wypisanie się w ciągu 15 minut od rejestracji nie jest wysyłane.',
    },
    earlyOptOut: {
      label: 'Wypisanie się w ciągu 15 minut od rejestracji',
      help: 'Przy włączonym pobieraniu zgody: zachowaj je i pokaż na liście albo wyślij w 15. minucie, jeśli sklep nadal tak mówi.',
    },
    webPushForm: {
      label: 'Formularz web push',
      help: 'Formularz zgody, którego kod trafia na strony; wybierz jeden z formularzy konta SALESmanago. Zapisywany jest identyfikator z jego kodu.',
    },
    language: {
      label: 'Język',
      help: 'Język włączonych funkcji: dwie małe litery, na przykład pl. Zapisany dla osoby, która ustawia je w SALESmanago: żadne potwierdzone wywołanie go tam nie przenosi.',
    },
    logoUrl: {
      label: 'Logo sklepu',
      help: 'Adres logo włączonych funkcji. Wgranie pliku zapisuje je w SALESmanago i ustawia adres; wybiera się je tam ręcznie.',
    },
    primaryColor: {
      label: 'Kolor główny',
      help: 'Kolor włączonych funkcji: # i sześć cyfr szesnastkowych. Zapisany tak jak język.',
    },
    secondaryColor: {
      label: 'Kolor dodatkowy',
      help: 'Drugi kolor włączonych funkcji: # i sześć cyfr szesnastkowych. Zapisany tak jak język.',
    },
    liveChat: {
      label: 'Live chat',
      help: 'Ma działać w tym sklepie. Sam czat tworzy się, włącza i edytuje w SALESmanago: hub pokazuje tylko, czy jest tam włączony.',
    },
    webPush: {
      label: 'Web push',
      help: 'Dodaje kod formularza web push do kodu monitorującego. Formularz edytuje się w SALESmanago.',
    },
    popUp: {
      label: 'Pop-up',
      help: 'Ma działać w tym sklepie. Sam pop-up tworzy się, włącza i edytuje w SALESmanago: hub pokazuje tylko, czy jest tam włączony. Jego kod dodają pop-upy kodu monitorującego.',
    },
    registrationTags: {
      label: 'Tagi przy rejestracji',
      help: 'Oddzielone przecinkami. Spacje zmieniają się w podkreślenia, litery w wielkie.',
    },
    newsletterTags: {
      label: 'Tagi przy zapisie do newslettera',
      help: 'Oddzielone przecinkami. Spacje zmieniają się w podkreślenia, litery w wielkie.',
    },
    purchaseTags: {
      label: 'Tagi przy zakupie',
      help: 'Dla klientów z kontem w sklepie. Oddzielone przecinkami; spacje zmieniają się w podkreślenia, litery w wielkie.',
    },
    guestPurchaseTags: {
      label: 'Tagi przy zakupie gościa',
      help: 'Dla zamówień bez konta w sklepie. Oddzielone przecinkami; spacje zmieniają się w podkreślenia, litery w wielkie.',
    },
    loginTags: {
      label: 'Tagi przy logowaniu',
      help: 'Tam, gdzie sklep informuje o logowaniach. Oddzielone przecinkami; spacje zmieniają się w podkreślenia, litery w wielkie.',
    },
    cartWindow: {
      label: 'Zmiany koszyka tworzą nowe zdarzenie po',
      help: 'Liczone od pierwszego produktu w koszyku; do tego czasu zdarzenie CART jest aktualizowane. Nazywane też okresem SMEVENT.',
    },
    emptiedCart: {
      label: 'Po usunięciu ostatniego produktu',
      help: 'Co dzieje się z otwartym zdarzeniem CART opróżnionego koszyka.',
    },
    claimedCarts: {
      label: 'Przyjmuj koszyki niepotwierdzonych osób',
      help: 'Dla platform, które nie potrafią podpisać, kim jest kupujący: wysyłane są koszyki adresu podanego przez stronę, najwyżej 3 otwarte dziennie i tylko osób, które sklep zgłosił.',
    },
    smeventCookieHours: {
      label: 'Wygaśnięcie ciasteczka SMEVENT',
      help: 'Po tym czasie kolejny dodany produkt tworzy nowe zdarzenie. Puste: bez własnego limitu. Liczy się najkrótszy z trzech czasów koszyka.',
    },
    cartUpdateHours: {
      label: 'Zakres czasu, w którym koszyk na karcie kontaktu jest aktualizowany',
      help: 'Puste: bez własnego limitu. Liczy się najkrótszy z trzech czasów koszyka.',
    },
    monitoringCookieDays: {
      label: 'Czas życia ciasteczka monitorującego',
      help: 'Jak długo odwiedzający jest rozpoznawany. Domyślnie dziesięć lat (3652 dni).',
    },
    monitoringCode: {
      label: 'Kod monitorujący',
      help: 'Dodawany do sklepu, jeśli platforma na to pozwala, w innym razie do skopiowania; usuwany po wyłączeniu. Strona może mieć tylko jeden kod monitorujący.',
    },
    monitoringPlacedByHub: {
      label: 'Dodawany do sklepu automatycznie',
      help: 'Jeśli platforma na to pozwala. Wyłączone: strony sklepu pozostają nietknięte, a znacznik wkleja się ręcznie.',
    },
    monitoringCustomScript: {
      label: 'Własny skrypt',
      help: 'Wczytuje własny kod JavaScript przygotowany w SALESmanago.',
    },
    monitoringBanners: {
      label: 'Banery',
      help: 'Wczytuje spersonalizowane banery.',
    },
    monitoringPopups: {
      label: 'Pop-upy',
      help: 'Wczytuje pop-upy HTML i zaawansowane z konta.',
    },
    storefrontUrls: {
      label: 'Dodatkowe adresy sklepu',
      help: 'Adresy sklepu, których nie podaje połączenie. Koszyki są przyjmowane tylko ze stron sklepu.',
    },
    trackerConsentCookie: {
      label: 'Ciasteczko zgody',
      help: 'Skrypt sklepu działa, gdy to ciasteczko istnieje i nie oznacza odmowy. Puste: decydują narzędzia zgody znalezione na stronie.',
    },
    trackerIdentityPath: {
      label: 'Ścieżka tożsamości',
      help: 'Ścieżka na serwerze sklepu, która zwraca podpisany token tożsamości zalogowanego klienta. Puste: własna ścieżka platformy, jeśli ją ma; w innym razie token drukuje strona, a bez niego nikt nie jest potwierdzony.',
    },
    ignoredDomains: {
      label: 'Ignorowane domeny e-mail',
      help: 'Kontakty i zdarzenia tych adresów nigdy nie są wysyłane: na bieżąco, w eksportach ani w importach. Oddzielone przecinkami; wielkość liter nie ma znaczenia.',
    },
    ignoredSubdomains: {
      label: 'Ignoruj także ich subdomeny',
      help: 'Razem z relay.example ignorowana jest też mail.relay.example.',
    },
    erasureInSalesmanago: {
      label: 'Gdy sklep usuwa osobę',
      help: 'Co dzieje się z kontaktem w SALESmanago. Sam hub zapomina o tej osobie zawsze.',
    },
    operatingMode: {
      label: 'Tryb działania',
      help: 'Którzy klienci ze zdarzeń przychodzących i importów są wysyłani. Tryb automatyczny wysyła wszystkich z opt-inem, którego nikt nie udzielił: używaj go tylko tam, gdzie pozwala na to prawo.',
    },
    linkedConsentName: {
      label: 'Nazwa powiązanej zgody',
      help: 'Tak, jak nazywa się w sklepie. Klienci, którzy jej nie udzielili, nie są wysyłani, podobnie jak ich koszyki i zamówienia.',
    },
    orderStates: {
      label: 'Statusy zamówień',
      help: 'Co oznacza status w sklepie; statusy spoza listy zachowują znaczenie domyślne platformy.',
    },
    productIdentifier: {
      label: 'Identyfikator produktu',
      help: 'Musi być tym identyfikatorem, którego używa katalog produktów w SALESmanago.',
    },
    languageSource: {
      label: 'Źródło języka',
      help: 'Język na karcie kontaktu, od którego zależy też język e-maili.',
    },
    fieldMapping: {
      label: 'Mapowanie pól',
      help: 'Dodatkowe wartości ze sklepu: jako szczegół kontaktu, szczegół jego zdarzeń, tag albo Key Information (wymaga klucza API v3). Każda do 255 znaków.',
    },
    purchaseOn: {
      label: 'Zakup liczy się, gdy zamówienie jest',
      help: 'Opłacone: zamówienie, które czeka na płatność, nie jest jeszcze zakupem.',
    },
    returns: {
      label: 'RETURN jest wysyłany',
      help: 'Raz na zamówienie, gdy zwrócono całość, albo raz na każdy zwrot z jego kwotą.',
    },
  },
  choices: {
    earlyOptOut: { hold: 'Zachowaj w rejestrze', sendLater: 'Wyślij w 15. minucie' },
    cartWindow: {
      'always-new': 'Zawsze nowe zdarzenie',
      '15m': '15 minut',
      '1h': '1 godzina',
      '4h': '4 godziny',
      '12h': '12 godzin',
      '7d': '7 dni',
      'always-update': 'Zawsze aktualizuj to samo zdarzenie',
    },
    emptiedCart: {
      delete: 'Usuń zdarzenie',
      zero: 'Zaktualizuj do wartości 0',
      leave: 'Pozostaw bez zmian',
    },
    erasureInSalesmanago: {
      leave: 'Pozostaw kontakt',
      optOut: 'Wypisz kontakt',
      delete: 'Usuń kontakt',
    },
    operatingMode: {
      automatic: 'Automatyczny: wszyscy',
      'linked-consent': 'Tylko z powiązaną zgodą',
      'newsletter-consent': 'Tylko ze zgodą na newsletter',
    },
    productIdentifier: {
      product: 'Id produktu',
      variant: 'Id wariantu',
      sku: 'SKU',
      ean: 'EAN',
    },
    languageSource: {
      contact: 'Kontakt',
      store: 'Sklep',
      none: 'Nie wysyłaj języka',
    },
    purchaseOn: { placed: 'Złożone', paid: 'Opłacone' },
    returns: { order: 'Raz na zamówienie', refund: 'Raz na zwrot' },
  },
};
