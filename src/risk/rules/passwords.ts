import type { PatternRule } from './pattern-rule.js';
import { isPassword } from './secret-values.js';

const WORDS = [
  'password',
  'passwort',
  'kennwort',
  'passphrase',
  'passwd',
  'pwd',
  'passcode',
  'contrasena',
  'mot de passe',
  'senha',
  'wachtwoord',
  'haslo',
  'parola',
  'парол',
  '密码',
  'パスワード',
  '비밀번호',
];

/** Passwords in plain words: "the password is ...". What follows must look like one, because people talk about
 * passwords far more often than they tell them. */
export const passwords: readonly PatternRule[] = [
  {
    rule: 'secret.password',
    flag: 'secret_leak',
    keywords: WORDS,
    tried: 'at',
    goesOn: /[^\s"'`<>,;]*/y,
    pattern:
      /(?:password|passwort|kennwort|passphrase|passwd|pwd|passcode|contrasena|mot de passe|senha|wachtwoord|haslo|parola|парол[а-я]?|密码|パスワード|비밀번호)(?=[\s"'`:=\]*|(<&\\-])(?:["'`\]*\\]|&quot;|<\/?[a-z]{1,10}>){0,5}(?:\s{1,3}(?:for|fur|para|pour)\s\w{1,20})?\s{0,12}(?:=>|->|:=|[:=|(]|(?:is|was|to|ist|lautet|es|est|e|jest|are|as|от|是|は|는)(?![a-z]))?(?:\*{2})?\s{0,12}(?:now |set to |still )?(?:["'`\\*|]|&quot;|<[a-z]{1,10}>){0,5}([^\s"'`<>,;@:(/_*|&][^\s"'`<>,;]{5,63})/gi,
    after: 160,
    strength: 0.85,
    accepts: (value) => isPassword(value.replace(/[.,:;)?!]+$/, '')) && !/^(?:https?:|\w+\(|[\w.]+\[)/.test(value),
  },
  {
    rule: 'secret.password_attribute',
    flag: 'secret_leak',
    keywords: ['password', 'pwd', 'secret'],
    pattern: /(?<=(?:key|name)="[\w.-]{0,30})(?:password|pwd|secret)[\w.-]{0,20}"\s{0,3}value="([^"<>]{6,200})"/gi,
    tried: 'at',
    after: 140,
    strength: 0.85,
    accepts: isPassword,
  },
  {
    rule: 'secret.password_option',
    flag: 'secret_leak',
    keywords: ['mysql', 'mariadb', 'sshpass', 'redis-cli', 'mongo'],
    tried: 'at',
    goesOn: /[^\s'"]*/y,
    pattern:
      /\b(?:mysql|mariadb|mysqldump|sshpass|redis-cli|mongo\w{0,6})\s(?:[^\n]{0,60}?\s)?(?:-p|-a\s|--password[= ])['"]?([^\s'"]{6,64})/gi,
    after: 180,
    strength: 0.85,
    accepts: isPassword,
  },
  {
    rule: 'secret.pin',
    flag: 'secret_leak',
    keywords: ['\\bpin', '\\bcvv', '\\bcvc'],
    tried: 'at',
    pattern: /\b(?:PIN|CVV2?|CVC)(?:\s(?:code|number|is|was|ist))*\s{0,2}[:=]?\s{0,2}(\d{3,8})\b/gi,
    after: 50,
    strength: 0.6,
  },
];
