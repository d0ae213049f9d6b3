import { isGoogleKey } from './google-key.js';
import type { PatternRule } from './pattern-rule.js';
import { isMixed, isRandom, isStandIn } from './secret-values.js';

/** Services whose keys have no form of their own: a name, a sign, and something random. */
const SERVICES =
  'adafruit adobe airtable algolia alibaba alchemy amplitude anthropic appcenter artifactory asana atlassian auth0 authress aws azure beamer binance bitbucket bitfinex bittrex branch braintree brevo buildkite cisco circleci clearbit clickup cloudflare cloudinary codecov cohere coinbase confluence confluent contentful crowdin datadog deepgram deepseek deepl digitalocean discord docusign doppler droneci dropbox duffel dynatrace easypost elastic elevenlabs etsy eventbrite facebook fastly figma finicity finnhub firebase flickr fortnite foursquare freshbooks freshdesk gitea github gitlab gitter gocardless grafana harness hashicorp helpscout heroku honeycomb hubspot huggingface imgur infura instagram intercom ipinfo jenkins jfrog jira klaviyo kraken kucoin launchdarkly linear linkedin linked-in linked_in lob loggly looker mailchimp mailgun mailjet mapbox mattermost meraki messagebird message-bird message_bird mistral mixpanel moralis netlify newrelic new-relic new_relic new-york-times newyorktimes notion npm nuget nytimes okta onesignal openai openweather opsgenie pagerduty paypal paystack perplexity pinecone plaid planetscale plivo postman postmark privateai private-ai private_ai pubnub pulumi pusher quay rapidapi razorpay reddit redis rollbar salesforce segment sendbird sendgrid sendinblue sentry shodan shopify sidekiq slack snowflake snyk sonar sonarqube sourcegraph splunk spotify squarespace stability statuspage strava stripe sumo sumologic supabase surge telegram together travis travisci trello twilio twitch twitter typeform unsplash vault vercel vonage wakatime weatherstack webex woocommerce wordpress yandex youtube zapier zendesk zoom bintray dnkey rdme monday tinybird turso upstash vultr linode scaleway hetzner ovh';

const SIGN = String.raw`["'\x60\s\\\]]{0,12}(?:=>|:{1,3}=|\|\|:?|[=:>,]|\?=)["'\x60\s=\\]{0,12}`;
const VALUE = String.raw`(?<value>[\w.=~+/@$!%^&*#?-]{10,180})`;
const REST_OF_VALUE = /[\w.=~+/@$!%^&*#?-]*/y;
const NO_SECRET =
  /public|csrf|version|commit|checksum|digest|md5|sha\d|srcrev|hash|uuid|guid|accessor|vault|_name|\bname|selector|keyboard|keyframe|sequence|(?<!bit)bucket|schema|(?:credential|secret|kms|key|client|access|request|option|app|user)s?[_-]?id/i;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Secrets without a form of their own, known by the name they are given to. */
export const assignments: readonly PatternRule[] = [
  {
    rule: 'secret.service_key',
    flag: 'secret_leak',
    keywords: SERVICES.split(' ').map((service) => `\\b${service}\\b`),
    pattern: new RegExp(String.raw`(?=(?<name>[A-Za-z-]{2,20}))\k<name>[\w .-]{0,20}?${SIGN}${VALUE}`, 'gi'),
    tried: 'at',
    goesOn: REST_OF_VALUE,
    after: 240,
    strength: 0.7,
    accepts: (value, match) => isKeyOf(value, match) || (/^\d{17,19}$/.test(value) && !isStandIn(value)),
  },
  {
    rule: 'secret.named',
    flag: 'secret_leak',
    keywords: [
      'secret',
      'api_key',
      'apikey',
      'api-key',
      'access_key',
      'accesskey',
      'auth_key',
      'token',
      'credential',
      'password',
      'passwd',
      'pwd',
      'private_key',
      'privatekey',
      'auth:',
      'auth=',
      '\\baccess ',
      'contribsys',
      'secret_key',
      'signing',
    ],
    pattern: new RegExp(
      String.raw`(?<=(?<head>(?<![\w.-])[\w.-]{0,30}))(?:secret|api[_-]?key|access[_-]?key|auth[_-]?key|token|credentials?|passw(?:or)?d|pwd|private[_-]?key|auth|access|contribsys[\w]{0,8}|signing)(?=(?<name>[\w-]{0,20}))\k<name>${SIGN}${VALUE}`,
      'gi',
    ),
    tried: 'at',
    goesOn: REST_OF_VALUE,
    after: 240,
    strength: 0.75,
    accepts: (value, match) => isKeyOf(value, match) && !UUID.test(value),
  },
];

function isKeyOf(value: string, match: string): boolean {
  // What holds no digit isn't random: asked first, because it is the cheapest question.
  if (!/\d/.test(value)) return false;
  const name = match.slice(0, match.length - value.length);
  if (
    NO_SECRET.test(name) ||
    /^(?:https?|file):/i.test(value) ||
    /\.(?:com|org|io|net|js|json|html|pem|cer|p12)\b/.test(value)
  )
    return false;
  if (isStandIn(value) || isGoogleKey(value) || value.includes('..')) return false;
  const bare = value.replace(/[;,.]+$/, '');
  return bare === value ? isMixed(value) : isRandom(bare);
}
