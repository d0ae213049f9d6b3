import { describe, expect, it } from 'vitest';
import { normalText } from '../text/normal-text.js';
import { findPatterns } from './find-patterns.js';
import { patterns } from './patterns.js';

/** Rules and what they point at. */
function found(text: string): string[] {
  const normal = normalText(text);
  return findPatterns(normal).hits.map(({ rule, start, end }) => `${rule.rule} ${normal.plain.slice(start, end)}`);
}

// Put together here, so that no scanner takes them for somebody's.
const random = 'k3Jd8sLq0Zx7Vb2Nm5Pw9Rt4Yu6Ha1Gf8Ce0';

describe(findPatterns.name, () => {
  it.each([
    { says: 'secret.github', text: `push with ghp_${random}` },
    { says: 'secret.aws', text: `key AKIA${random.slice(0, 0)}Q7ZT4MWX2KLP5NRB` },
    { says: 'secret.stripe', text: `use sk_live_${random}` },
    { says: 'secret.slack', text: `token xoxb-83920174655-17263540987-${random.slice(0, 24)}` },
    { says: 'secret.google_api', text: `GEMINI_KEY=AIza${random.slice(0, 35)}` },
    { says: 'secret.google_api', text: `AIza${random.slice(0, 35)} is the key of our server` },
    { says: 'secret.connection_string', text: 'postgres://app:Tr4verse-9@db.internal:5432/shop' },
    { says: 'secret.password', text: 'By the way, the password is Quiet7River!' },
    { says: 'secret.password', text: 'DB_PASSWORD=Quiet7River!' },
    { says: 'secret.password', text: 'Das Passwort lautet Stern42Wolke.' },
    { says: 'secret.password_option', text: 'mysql -u root -pQuiet7River shop' },
    { says: 'secret.named', text: `"client_secret": "${random}"` },
    { says: 'secret.service_key', text: `okta = ${random}` },
    { says: 'secret.authorization_header', text: `curl -H "Authorization: Bearer ${random}"` },
    { says: 'secret.curl_user', text: 'curl -u mia:Quiet7River https://host' },
    {
      says: 'secret.private_key',
      text: `-----BEGIN RSA PRIVATE KEY-----\n${random}${random}\n-----END RSA PRIVATE KEY-----`,
    },
    { says: 'pii.email', text: 'write to mia.stone@post.org' },
    { says: 'pii.card', text: 'charge 4111 1111 1111 1111' },
    { says: 'pii.iban', text: 'to DE89 3704 0044 0532 0130 00' },
    { says: 'pii.us_ssn', text: 'it is 219-09-9999' },
    { says: 'pii.phone', text: 'ring +49 30 901820 tomorrow' },
    { says: 'pii.named_phone', text: 'Phone: 451 5986' },
    { says: 'pii.es_dni', text: 'DNI 12345678Z' },
    { says: 'pii.br_cpf', text: 'CPF 529.982.247-25' },
    { says: 'pii.uk_nino', text: 'NI number AB 12 34 56 C' },
    { says: 'pii.ip_address', text: 'my IP is 93.184.216.34' },
  ])('finds $says in: $text', ({ says, text }) => {
    expect(found(text).map((hit) => hit.split(' ')[0])).toContain(says);
  });

  it.each([
    'How do I reset my password?',
    'password: <your-password>',
    'password = os.environ["PASSWORD"]',
    'API_KEY=${API_KEY}',
    'The secret of a good soup is time.',
    'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
    'AKIAIOSFODNN7EXAMPLE',
    'What does an API key look like?',
    'Our office opens at 9 and the order is 4711-22.',
    'On 2024-05-17 12:00:00 we shipped 1.20.3',
    'id 123e4567-e89b-12d3-a456-426614174000',
    'commit 3f2a9c1e8b7d6f5a4c3b2a190817263544aabbcc',
    'postgres://user:password@localhost/db',
    'write to someone@example.com',
    'router at 192.168.0.1',
    'Charge 4111 1111 1111 1112',
    'curl -u user:pass https://host',
    `AIza${random.slice(0, 35)}`,
    `<script src="https://maps.googleapis.com/maps/api/js?v=3&key=AIza${random.slice(0, 35)}"></script>`,
    `const app = { apiKey: "AIza${random.slice(0, 35)}", authDomain: "shop.firebaseapp.com" }`,
    'token: xoxp-83920174655-17263540987-57233169118-########',
  ])('finds nothing in: %s', (text) => expect(found(text)).toEqual([]));

  it('points at the value, not at its name', () => {
    expect(found('the password is Quiet7River!')).toEqual(['secret.password Quiet7River!']);
  });
});

/** Of a rule with many keywords that are alike some stand for all. */
const MAX_KEYWORDS = 8;

describe.each(patterns.map((rule) => ({ rule, name: rule.rule })))('pattern $name', ({ rule }) => {
  it('is searched everywhere, and reads at most 1,500 characters at a time', () => {
    expect(rule.pattern.flags).toContain('g');
    expect(rule.after).toBeLessThanOrEqual(1500);
    expect(rule.strength).toBeGreaterThan(0);
    expect(rule.strength).toBeLessThanOrEqual(1);
  });

  it('takes bounded time on 100 kB of its own keywords, digits and gaps', () => {
    const keywords = rule.keywords.slice(0, MAX_KEYWORDS).map((keyword) => keyword.replaceAll('\\b', ' '));
    const named = keywords.map((keyword) => `${keyword}=`);
    for (const piece of [...keywords, ...named, '1', 'a1', '1 ']) {
      const text = normalText(piece.repeat(Math.ceil(100_000 / piece.length)));
      const start = performance.now();
      findPatterns(text);
      // A few milliseconds; quadratic would be many seconds.
      expect(performance.now() - start).toBeLessThan(2000);
    }
  });
});
