import { beginsWithout } from './boundaries.js';
import type { PatternRule } from './pattern-rule.js';
import { entropy, isStandInForm } from './secret-values.js';

/** Longest stretch that a token is looked for in. */
const MAX_TOKEN_CHARS = 400;
const MIN_ENTROPY = 2.8;

/** Name of the vendor, how its tokens begin (`|` between), what a whole token is: it begins with one of them. */
const FORMATS: readonly (readonly [string, string, string])[] = [
  ['aws', 'akia|asia|abia|acca', String.raw`(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}`],
  ['aws_bedrock', 'absk', String.raw`ABSK[A-Za-z0-9+/]{109,269}={0,2}`],
  ['google_oauth', 'gocspx-|ya29.', String.raw`(?:GOCSPX-[\w-]{28}|ya29\.[\w-]{20,200})`],
  ['github', 'ghp_|gho_|ghu_|ghs_|ghr_', String.raw`gh[pousr]_[A-Za-z0-9]{36,255}`],
  ['github_fine', 'github_pat_', String.raw`github_pat_\w{60,90}`],
  [
    'gitlab',
    'glpat-|glrt-|gldt-|glptt-|glsoat-|glft-|glimt-|glagent-|gloas-|glcbt-|glffct-',
    String.raw`gl(?:pat|rt|dt|ptt|soat|ft|imt|agent|oas|cbt|ffct)-[\w.-]{16,90}`,
  ],
  ['gitlab_runner', 'gr1348941', String.raw`GR1348941[\w-]{20}`],
  ['gitlab_session', '_gitlab_session', String.raw`_gitlab_session=[0-9a-z]{32}`],
  [
    'slack',
    'xox',
    String.raw`xox[a-z](?:\.xox[a-z])?-(?:(?:\d-)?[A-Za-z0-9]{60,220}|\d{2,}(?:-\d{5,}){1,3}(?:-[A-Za-z0-9]{6,64})?)(?![\w-]{0,64}[#*]{3})`,
  ],
  ['slack_app', 'xapp-', String.raw`xapp-\d-[A-Z0-9]+-\d{6,}-[A-Za-z0-9]{8,}`],
  ['slack_hook', 'hooks.slack', String.raw`hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9+/]{30,80}`],
  ['discord_hook', 'discord', String.raw`discord(?:app)?\.com/api/webhooks/\d{16,20}/[\w-]{60,70}`],
  [
    'teams_hook',
    'webhook.office',
    String.raw`webhook\.office\.com/webhookb2/[\w@-]{36,80}/IncomingWebhook/[0-9a-f]{32}`,
  ],
  [
    'stripe',
    'sk_|rk_|whsec_',
    String.raw`(?:(?:sk|rk)_(?:test|live|prod)_[A-Za-z0-9]{10,99}|whsec_[A-Za-z0-9+/=]{24,80})`,
  ],
  ['openai_key', 'sk-proj-|sk-svcacct-|sk-admin-', String.raw`sk-(?:proj|svcacct|admin)-[\w-]{40,170}`],
  ['openai_like', 'sk-', String.raw`sk-(?:or-v1-|lf-)?[A-Za-z0-9]{32,64}`],
  ['anthropic', 'sk-ant-', String.raw`sk-ant-(?:api|admin|oat|sid)\d\d-[\w-]{60,120}`],
  ['hugging_face', 'hf_|api_org_', String.raw`(?:hf_[A-Za-z0-9]{34,37}(?!\w)|api_org_[A-Za-z]{34}(?!\w))`],
  ['replicate', 'r8_', String.raw`r8_[A-Za-z0-9]{37}`],
  ['groq', 'gsk_', String.raw`gsk_[A-Za-z0-9]{40,60}`],
  ['xai', 'xai-', String.raw`xai-[A-Za-z0-9]{70,90}`],
  ['perplexity', 'pplx-', String.raw`pplx-[A-Za-z0-9]{40,60}`],
  ['nvidia', 'nvapi-', String.raw`nvapi-[\w-]{50,80}`],
  ['langsmith', 'lsv2_', String.raw`lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{10}`],
  ['pinecone', 'pcsk_', String.raw`pcsk_\w{50,80}`],
  ['tavily', 'tvly-', String.raw`tvly-(?:dev-)?[A-Za-z0-9]{32}`],
  ['npm', 'npm_', String.raw`npm_[A-Za-z0-9]{36}`],
  ['pypi', 'pypi-agei', String.raw`pypi-AgEI[\w-]{50,200}`],
  ['rubygems', 'rubygems_', String.raw`rubygems_[0-9a-f]{48}`],
  ['docker', 'dckr_', String.raw`dckr_(?:pat|oat)_[\w-]{27,32}`],
  ['crates', '\\bcio', String.raw`\bcio[A-Za-z0-9]{32}\b`],
  ['clojars', 'clojars_', String.raw`CLOJARS_[a-z0-9]{60}`],
  ['digitalocean', 'dop_v1_|doo_v1_|dor_v1_', String.raw`do[opr]_v1_[0-9a-f]{64}`],
  ['shopify', 'shpat_|shpca_|shppa_|shpss_', String.raw`shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}`],
  ['square', 'sq0', String.raw`sq0(?:atp|csp|idp)-[\w-]{22,60}`],
  ['square_access', 'eaaa', String.raw`\bEAAA[\w-]{22,60}`],
  ['facebook_page', 'eaa', String.raw`\bEAA[A-Z][A-Za-z0-9]{80,220}`],
  ['twilio', '\\bsk', String.raw`\bSK[0-9a-fA-F]{32}\b`],
  ['sendgrid', 'sg.', String.raw`\bSG\.[\w.=-]{16,70}`],
  ['mailgun', 'key-', String.raw`\bkey-[0-9a-f]{32}\b`],
  ['sendinblue', 'xkeysib-|xsmtpsib-', String.raw`x(?:key|smtp)sib-[0-9a-f]{64}-[A-Za-z0-9]{16}`],
  ['databricks', 'dapi', String.raw`\bdapi[0-9a-f]{32}(?:-\d)?\b`],
  ['new_relic', 'nrak-|nrii-|nrjs-', String.raw`NR(?:AK|II|JS)-[A-Za-z0-9-]{19,40}`],
  [
    'grafana',
    'glsa_|glc_|eyjrijoi',
    String.raw`(?:glsa_[A-Za-z0-9]{32}_[0-9A-Fa-f]{8}|glc_[A-Za-z0-9+/]{28,300}={0,2}|eyJrIjoi[A-Za-z0-9]{50,300}={0,2})`,
  ],
  ['sentry', 'sntrys_|sntryu_', String.raw`sntry[su]_[A-Za-z0-9+/=_]{50,300}`],
  ['linear', 'lin_api_', String.raw`lin_api_[A-Za-z0-9]{40}`],
  ['notion', 'ntn_', String.raw`ntn_\d{11}[A-Za-z0-9]{35}`],
  ['airtable', '\\bpat', String.raw`\bpat[A-Za-z0-9]{14}\.[0-9a-f]{64}`],
  ['figma', 'figd_', String.raw`figd_[\w-]{38,44}`],
  ['postman', 'pmak-', String.raw`PMAK-[0-9a-f]{24}-[0-9a-f]{34}`],
  ['doppler', 'dp.', String.raw`\bdp\.(?:pt|st|ct|sa|scim|audit)\.[\w.]{38,60}`],
  ['vault', 'hvs.|hvb.', String.raw`hv[sb]\.[\w-]{24,320}`],
  ['pulumi', 'pul-', String.raw`\bpul-[0-9a-f]{40}\b`],
  ['fly', 'fo1_|fm1|fm2_', String.raw`(?:fo1_[\w-]{43}|fm(?:1[ar]|2)_[A-Za-z0-9+/=]{60,300})`],
  ['supabase', 'sbp_', String.raw`sbp_[0-9a-f]{40}`],
  ['planetscale', 'pscale_', String.raw`pscale_(?:tkn|pw|oauth)_[\w=.-]{30,66}`],
  ['cloudflare_ca', 'v1.0-', String.raw`v1\.0-[0-9a-f]{24}-[0-9a-f]{146}`],
  ['dynatrace', 'dt0', String.raw`\bdt0[a-z]\d\d\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{64}`],
  ['easypost', '\\bezak|\\beztk', String.raw`\bEZ[AT]K[A-Za-z0-9]{54}\b`],
  ['flutterwave', 'flwpubk|flwseck', String.raw`FLW(?:PUB|SEC)K(?:_TEST)?-[0-9a-hA-H]{12,32}-X`],
  ['frameio', 'fio-u-', String.raw`fio-u-[\w=-]{64}`],
  ['infracost', 'ico-', String.raw`(?<![.])ico-[A-Za-z0-9]{32}\b`],
  ['artifactory', 'akcp|cmvmd', String.raw`\b(?:AKCp[A-Za-z0-9]{69}|cmVmd[A-Za-z0-9]{59})\b`],
  ['mapbox', 'pk.|sk.ey', String.raw`\b(?:pk\.[A-Za-z0-9]{60}\.[\w-]{22}|sk\.eyJ[\w-]{60,90}\.[\w-]{22})`],
  ['prefect', 'pnu_', String.raw`pnu_[A-Za-z0-9]{36}`],
  ['readme', 'rdme_', String.raw`rdme_[a-z0-9]{70}`],
  ['scalingo', 'tk-us-', String.raw`\btk-us-[\w-]{48}`],
  ['shippo', 'shippo_', String.raw`shippo_(?:live|test)_[0-9a-fA-F]{40}`],
  ['sonar', 'squ_|sqp_|sqa_', String.raw`\bsq[upa]_[\w=-]{40}`],
  ['sourcegraph', 'sgp_', String.raw`\bsgp_(?:(?:[0-9a-fA-F]{16}|local)_)?[0-9a-fA-F]{40}\b`],
  ['typeform', 'tfp_', String.raw`tfp_[\w.=-]{55,60}`],
  ['age', 'age-secret-key-1', String.raw`AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}`],
  ['onepassword', 'ops_eyj', String.raw`ops_eyJ[A-Za-z0-9+/]{100,}={0,3}`],
  [
    'onepassword_key',
    '\\ba3-',
    String.raw`\bA3-[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})-[A-Z0-9]{5}-[A-Z0-9]{5}-[A-Z0-9]{5}\b`,
  ],
  ['adobe', 'p8e-', String.raw`\bp8e-[A-Za-z0-9]{32}\b`],
  ['alibaba', 'ltai', String.raw`\bLTAI[A-Za-z0-9]{17,20}\b`],
  ['clickhouse', '4b1d', String.raw`\b4b1d[A-Za-z0-9]{38}\b`],
  ['duffel', 'duffel_', String.raw`duffel_(?:test|live)_[\w=-]{43}`],
  ['octopus', '\\bapi-', String.raw`\bAPI-[A-Z0-9]{26}\b`],
  ['openshift', 'sha256~', String.raw`\bsha256~[\w-]{43}`],
  ['settlemint', 'sm_', String.raw`\bsm_(?:pat|aat|sat)_[A-Za-z0-9]{16}`],
  ['hubspot', 'pat-', String.raw`\bpat-(?:na|eu)\d-[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}`],
  ['intra42', 's-s4t2', String.raw`s-s4t2(?:ud|af)-[0-9a-f]{64}`],
  ['atlassian', 'atatt3|atbb', String.raw`(?:ATATT3[\w=-]{100,220}|ATBB[A-Za-z0-9]{32})`],
  ['harness', '\\bpat.|\\bsat.', String.raw`\b[ps]at\.[\w-]{22}\.[0-9A-Za-z]{24}\.[0-9A-Za-z]{20}`],
  ['heroku', 'hrku-', String.raw`HRKU-[\w-]{36,60}`],
  ['contentful', 'cfpat-', String.raw`CFPAT-[\w-]{43}`],
  ['netlify', 'nfp_', String.raw`nfp_[A-Za-z0-9]{36}`],
  [
    'authress',
    'ext_|sc_|scauth_|authress_',
    String.raw`(?:sc|ext|scauth|authress)_[A-Za-z0-9]{5,30}\.[A-Za-z0-9]{4,6}\.acc[_-][a-z0-9-]{10,32}\.[A-Za-z0-9+/_=-]{30,120}`,
  ],
  ['dropbox', 'sl.', String.raw`\bsl\.(?:u\.)?[\w-]{100,200}`],
  ['vault_legacy', '\\bs.', String.raw`s\.(?=[A-Za-z]{0,23}\d)[A-Za-z0-9]{24}(?![\w.])`],
  ['twitter', 'aaaaaaaaaaaaaaaaaaaa', String.raw`A{20,22}[A-Za-z0-9%]{60,120}`],
  ['notion_legacy', 'secret_', String.raw`\bsecret_[A-Za-z0-9]{40,50}`],
];

/** Tokens that are known by what stands within them: name, what to look for, what stands before it and from it on. */
const WITHIN: readonly (readonly [string, string, string, string])[] = [
  ['openai', 't3blbkfj', String.raw`sk-[\w-]{20,110}`, String.raw`T3BlbkFJ[\w-]{20,110}`],
  ['mailchimp', '-us', String.raw`\b[0-9a-f]{32}`, String.raw`-us\d{1,2}\b`],
  ['telegram', ':a', String.raw`\b\d{8,10}`, String.raw`:A[\w-]{33,35}`],
  ['terraform', '.atlasv1.', String.raw`[A-Za-z0-9]{14}`, String.raw`\.atlasv1\.[\w=-]{60,70}`],
  ['azure_client', 'q~', String.raw`[\w~.-]{3}\d`, String.raw`Q~[\w~.-]{31,34}(?![\w~.-])`],
  ['maxmind', '_mmk', String.raw`[A-Za-z0-9]{6}_[A-Za-z0-9]{29}`, '_mmk'],
];

/** Tokens that are known by a name nearby. */
const NEARBY: readonly (readonly [string, string, string])[] = [
  ['facebook_app', 'facebook', String.raw`\b\d{15,16}(?:\||%)[\w-]{27,40}`],
  ['yandex', 'aqvn|yandex', String.raw`\b(?:AQVN[\w-]{35,38}|YC[\w-]{38}|t1\.[A-Z0-9a-z_-]{1,200}={0,2}\.[\w-]{86}=*)`],
];

const ALONE = beginsWithout('A-Za-z0-9');

/** Tokens that vendors gave a form of their own, so that they can be found: a beginning and a length. */
export const vendorTokens: readonly PatternRule[] = [
  ...FORMATS.map(([vendor, begins, token]) => {
    const keywords = begins.split('|').map((begin) => (begin.startsWith('\\b') ? begin : `\\b${begin}`));
    return { ...ruleOf(vendor, `${ALONE}(?:${token.replace(/^\\b/, '(?<!_)')})`), keywords, tried: 'at' as const };
  }),
  ...WITHIN.map(([vendor, keyword, head, token]) => {
    const whole = `(?<=(?<head>${ALONE}${head}))${token}`;
    return { ...ruleOf(vendor, whole), keywords: [keyword], tried: 'at' as const };
  }),
  ...NEARBY.map(([vendor, keywords, token]) => ({
    ...ruleOf(vendor, `${ALONE}(?:${token})`),
    keywords: keywords.split('|'),
    before: 64,
  })),
];

function ruleOf(vendor: string, pattern: string): Omit<PatternRule, 'keywords'> {
  const whole = new RegExp(`^(?:${pattern})$`);
  return {
    rule: `secret.${vendor}`,
    flag: 'secret_leak',
    pattern: new RegExp(pattern, 'g'),
    after: MAX_TOKEN_CHARS,
    strength: 0.95,
    accepts: (value) => !isStandInForm(value.replace(/^A{20}/, ''), whole) && entropy(value) >= MIN_ENTROPY,
    goesOn: /[\w-]*/y,
  };
}
