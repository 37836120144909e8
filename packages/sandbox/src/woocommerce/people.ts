import { Dice } from './random.js';
import type { Address, BillingAddress } from './records.js';

type Names = readonly [string, ...string[]];
type Place = readonly [city: string, postcode: string, state: string];

const POLISH_WOMEN: Names = [
  'Anna',
  'Katarzyna',
  'Małgorzata',
  'Agnieszka',
  'Barbara',
  'Ewa',
  'Zofia',
  'Magdalena',
  'Joanna',
  'Łucja',
  'Elżbieta',
  'Hanna',
  'Aleksandra',
  'Julia',
  'Natalia',
  'Wiktoria',
  'Karolina',
  'Żaneta',
];
const POLISH_MEN: Names = [
  'Jan',
  'Piotr',
  'Krzysztof',
  'Andrzej',
  'Tomasz',
  'Paweł',
  'Michał',
  'Marcin',
  'Jakub',
  'Łukasz',
  'Adam',
  'Stanisław',
  'Rafał',
  'Grzegorz',
  'Wojciech',
  'Szymon',
  'Bartłomiej',
  'Mateusz',
];
/** Surnames that differ for women and men, as ending pairs are put on below. */
const POLISH_STEMS: Names = [
  'Kowalsk',
  'Wiśniewsk',
  'Kamińsk',
  'Lewandowsk',
  'Zielińsk',
  'Szymańsk',
  'Dąbrowsk',
  'Kozłowsk',
  'Jankowsk',
  'Kwiatkowsk',
  'Krawczyńsk',
  'Piotrowsk',
  'Grabowsk',
  'Pawłowsk',
  'Michalsk',
  'Malinowsk',
];
const POLISH_SURNAMES: Names = [
  'Nowak',
  'Wójcik',
  'Kowalczyk',
  'Woźniak',
  'Mazur',
  'Kaczmarek',
  'Zając',
  'Król',
  'Wróbel',
  'Stępień',
  'Dudek',
  'Pawlak',
  'Sikora',
  'Baran',
  'Duda',
  'Szewczyk',
  'Pietrzak',
  'Gość',
];
const ENGLISH_FIRST: Names = [
  'Oliver',
  'Amelia',
  'George',
  'Isla',
  'Harry',
  'Ava',
  'Noah',
  'Emily',
  'Jack',
  'Sophie',
  'Leo',
  'Grace',
  'Oscar',
  'Freya',
  'Arthur',
  'Evie',
  'Henry',
  'Charlotte',
  'Thomas',
  'Alice',
];
const ENGLISH_LAST: Names = [
  'Smith',
  'Jones',
  'Taylor',
  'Brown',
  'Williams',
  'Wilson',
  'Johnson',
  'Davies',
  'Robinson',
  'Wright',
  'Thompson',
  'Evans',
  'Walker',
  'White',
  'Roberts',
  'Green',
  "O'Neill",
  'Ashby-Clarke',
];
const POLISH_STREETS: Names = [
  'ul. Długa',
  'ul. Krótka',
  'ul. Lipowa',
  'ul. Słoneczna',
  'ul. Ogrodowa',
  'ul. Kościuszki',
  'al. Niepodległości',
  'os. Piastów',
  'ul. Św. Marcin',
  'ul. Mickiewicza',
  'ul. Źródlana',
];
const ENGLISH_STREETS: Names = [
  'High Street',
  'Station Road',
  'Church Lane',
  'Victoria Road',
  'Mill Lane',
  'Park Avenue',
];
const GERMAN_STREETS: Names = ['Hauptstraße', 'Bahnhofstraße', 'Gartenweg', 'Schillerstraße'];
const POLISH_PLACES: readonly [Place, ...Place[]] = [
  ['Warszawa', '00-', ''],
  ['Kraków', '30-', ''],
  ['Gdańsk', '80-', ''],
  ['Wrocław', '50-', ''],
  ['Poznań', '60-', ''],
  ['Łódź', '90-', ''],
  ['Lublin', '20-', ''],
  ['Bielsko-Biała', '43-', ''],
];
const ENGLISH_PLACES: readonly [Place, ...Place[]] = [
  ['London', 'SW1A ', ''],
  ['Manchester', 'M1 ', ''],
  ['Leeds', 'LS1 ', ''],
  ['Bristol', 'BS1 ', ''],
];
const GERMAN_PLACES: readonly [Place, ...Place[]] = [
  ['Berlin', '101', 'DE-BE'],
  ['Hamburg', '200', 'DE-HH'],
  ['München', '803', 'DE-BY'],
];
const MAIL_DOMAINS: Names = [
  'poczta.example',
  'skrzynka.example',
  'mail.example',
  'inbox.example',
  'firma.example',
];
const COMPANIES: Names = [
  'Zakład Stolarski Dąb',
  'Studio Kreska',
  'Northwind Cafe',
  'Biuro Rachunkowe Saldo',
  'Werkhof',
];

/** An invented person with a home. Nothing of it belongs to anybody; mail goes nowhere (.example). */
export interface Person {
  firstName: string;
  lastName: string;
  email: string;
  username: string;
  billing: BillingAddress;
  shipping: Address;
}

/** Makes a person; `tag` is put into the address, so that no two tags give the same e-mail. */
export function makePerson(dice: Dice, tag: string): Person {
  const origin = dice.between(1, 100);
  const country = origin <= 70 ? 'PL' : origin <= 85 ? 'GB' : 'DE';
  const [firstName, lastName] = country === 'PL' ? polishName(dice) : englishName(dice);
  const login = `${plain(firstName)}.${plain(lastName)}.${tag}`;
  const email = `${login}@${dice.pick(MAIL_DOMAINS)}`;
  const shipping: Address = {
    first_name: firstName,
    last_name: lastName,
    company: dice.chance(6) ? dice.pick(COMPANIES) : '',
    ...home(dice, country),
    country,
    phone: '',
  };
  const phone = dice.chance(92) ? makePhone(dice, country) : '';
  return {
    firstName,
    lastName,
    email,
    username: login,
    billing: { ...shipping, email, phone },
    shipping,
  };
}

/** A mobile number of the country in E.164. */
export function makePhone(dice: Dice, country: string): string {
  if (country === 'GB') return `+447${dice.pick(['4', '5', '7', '8', '9'])}${digits(dice, 8)}`;
  if (country === 'DE') return `+49151${digits(dice, 8)}`;
  return `+48${dice.pick(['50', '51', '53', '60', '66', '69', '72', '78', '79', '88'])}${digits(dice, 7)}`;
}

function polishName(dice: Dice): [string, string] {
  const isWoman = dice.chance(55);
  const first = dice.pick(isWoman ? POLISH_WOMEN : POLISH_MEN);
  if (dice.chance(45)) return [first, dice.pick(POLISH_SURNAMES)];
  return [first, `${dice.pick(POLISH_STEMS)}${isWoman ? 'a' : 'i'}`];
}

function englishName(dice: Dice): [string, string] {
  return [dice.pick(ENGLISH_FIRST), dice.pick(ENGLISH_LAST)];
}

function home(
  dice: Dice,
  country: string,
): Pick<Address, 'address_1' | 'address_2' | 'city' | 'postcode' | 'state'> {
  const number = dice.between(1, 120);
  if (country === 'PL') {
    const [city, code, state] = dice.pick(POLISH_PLACES);
    return {
      address_1: `${dice.pick(POLISH_STREETS)} ${number}`,
      address_2: dice.chance(40) ? `m. ${dice.between(1, 60)}` : '',
      city,
      postcode: `${code}${digits(dice, 3)}`,
      state,
    };
  }
  if (country === 'GB') {
    const [city, code, state] = dice.pick(ENGLISH_PLACES);
    return {
      address_1: `${number} ${dice.pick(ENGLISH_STREETS)}`,
      address_2: '',
      city,
      postcode: `${code}${dice.between(1, 9)}${dice.text(2, 'ABDEFGHJLNPQRSTUWXYZ')}`,
      state,
    };
  }
  const [city, code, state] = dice.pick(GERMAN_PLACES);
  return {
    address_1: `${dice.pick(GERMAN_STREETS)} ${number}`,
    address_2: '',
    city,
    postcode: `${code}${digits(dice, 2)}`,
    state,
  };
}

function digits(dice: Dice, count: number): string {
  return dice.text(count, '0123456789');
}

/** Lower-case ASCII, as shops suggest for logins. */
function plain(name: string): string {
  return name
    .replaceAll('ł', 'l')
    .replaceAll('Ł', 'L')
    .normalize('NFD')
    .replace(/[^A-Za-z]/g, '')
    .toLowerCase();
}
