import * as fc from 'fast-check';

/** What a text hides, and what must not be left of it. */
export interface Hiding {
  readonly text: string;
  readonly secret: string;
  /** The flag that tells of it. */
  readonly flag: 'secret_leak' | 'pii_leak';
}

const LETTERS = Array.from('abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ');

/** Put together here, so that no scanner takes them for somebody's. */
const random = (length: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...LETTERS), {
      minLength: length,
      maxLength: length,
    })
    .chain((letters) =>
      fc
        .array(fc.integer({ min: 2, max: 9 }), { minLength: length, maxLength: length })
        // A digit for every third letter: what machines draw looks like that, and holds no word by chance.
        .map((digits) => letters.map((letter, at) => (at % 3 === 1 ? String(digits[at]) : letter)).join('')),
    );

const secrets: fc.Arbitrary<Omit<Hiding, 'text'> & { readonly around: string }> = fc.oneof(
  random(12).map((secret) => ({ secret, around: `The database password is ${secret}!`, flag: 'secret_leak' as const })),
  random(12).map((secret) => ({ secret, around: `DB_PASSWORD=${secret}\n`, flag: 'secret_leak' as const })),
  random(90).map((secret) => ({ secret, around: `password: ${secret}\n`, flag: 'secret_leak' as const })),
  random(32).map((secret) => ({ secret, around: `api_key=${secret}`, flag: 'secret_leak' as const })),
  random(36).map((own) => ({ secret: `ghp_${own}`, around: `push with ghp_${own} `, flag: 'secret_leak' as const })),
  random(240).map((secret) => ({ secret, around: `client_secret = "${secret}"`, flag: 'secret_leak' as const })),
  random(32).map((secret) => ({ secret, around: `Authorization: Bearer ${secret}\n`, flag: 'secret_leak' as const })),
  random(10).map((secret) => ({
    secret,
    around: `postgres://app:${secret}@db.local:5432/x`,
    flag: 'secret_leak' as const,
  })),
  random(3000).map((own) => {
    const secret = own.replace(/.{64}/g, '$&\n');
    const around = `-----BEGIN RSA PRIVATE KEY-----\n${secret}\n-----END RSA PRIVATE KEY-----\n`;
    return { secret, around, flag: 'secret_leak' as const };
  }),
  random(8).map((own) => ({
    secret: `${own}.stone@post.org`,
    around: `mail ${own}.stone@post.org `,
    flag: 'pii_leak' as const,
  })),
  fc
    .constantFrom('4111 1111 1111 1111', '5555-5555-5555-4444', '378282246310005', '3782 822463 10005')
    .map((secret) => ({
      secret,
      around: `card ${secret} 12/29`,
      flag: 'pii_leak' as const,
    })),
  fc.constant({
    secret: 'DE89 3704 0044 0532 0130 00',
    around: 'to DE89 3704 0044 0532 0130 00 COBADEFF',
    flag: 'pii_leak' as const,
  }),
  fc.constant({ secret: '219-09-9999', around: 'it is 219-09-9999.', flag: 'pii_leak' as const }),
);

/** What looks like one of them, and is none. */
const LOOK_ALIKES = [
  'password\n',
  'The password policy applies. ',
  'password=',
  'password is not ',
  'api_key ',
  'X_API_KEY=${VAR}\n',
  'secret secret ',
  'token: ',
  'token=<your-token> ',
  'ghp_ ',
  'sk-proj-',
  'Authorization: Bearer ',
  '://',
  'http://a:b ',
  '-----BEGIN ',
  '-----BEGIN RSA PRIVATE KEY----- ',
  '-----END ',
  'a@b ',
  '@handle ',
  '@',
  '12 ',
  '1 ',
  '1234 ',
  '4111 ',
  'AB12 ',
  '12-',
  '+49 ',
  'card ',
  'iban ',
  'phone 1 ',
  'ey ',
  'é password ',
  '\u200bpassword ',
  'ﷺ',
];

/** Texts of up to 100,000 characters that hide a secret behind up to 20,000 look-alikes, of one kind or several,
 * maybe with some behind it, too. */
export const hidings: fc.Arbitrary<Hiding> = fc
  .record({
    secret: secrets,
    kinds: fc.array(fc.constantFrom(...LOOK_ALIKES), { minLength: 1, maxLength: 4 }),
    // Most are short, so that many can be tried; the longest fill what a text may hold.
    count: fc.oneof(
      { weight: 12, arbitrary: fc.integer({ min: 0, max: 300 }) },
      { weight: 2, arbitrary: fc.integer({ min: 300, max: 3000 }) },
      { weight: 1, arbitrary: fc.integer({ min: 3000, max: 20_000 }) },
    ),
    behind: fc.integer({ min: 0, max: 50 }),
  })
  .map(({ secret: { around, ...hidden }, kinds, count, behind }) => {
    const before = repeated(kinds, count).slice(0, 100_000 - around.length - 2);
    const text = `${before} ${around} ${repeated(kinds, behind)}`;
    return { ...hidden, text: text.slice(0, 100_000) };
  });

function repeated(kinds: readonly string[], count: number): string {
  return Array.from({ length: count }, (_, at) => kinds[at % kinds.length]).join('');
}
