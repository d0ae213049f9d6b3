/** What a pattern would come to at most, told from its text alone. */
export interface PatternCost {
  /** Steps of its automaton: never fewer than it has once it is compiled. */
  readonly steps: number;
  /** Characters that its classes list one by one while it is read, and tables of Unicode they copy, in characters. */
  readonly listed: number;
}

/** A part in brackets, or the whole pattern, while it is being read. */
interface Group {
  readonly own: number;
  /** Steps of the alternatives before the last `|`, and of what the present one holds before its last part. */
  before: number;
  /** Steps of the last part, which is what a repeat repeats. */
  last: number;
  /** Parts of the present alternative, whether all of it are single characters, and how many alternatives there
   * were. */
  parts: number;
  isChars: boolean;
  alternatives: number;
}

/** Steps besides those of the pattern: one to fail, one to match. */
const FRAME = 2;
const GROUP_STEPS = 2;
const REPEAT_STEPS = 2;

/** What a class of Unicode costs to copy, in characters that are listed one by one. */
const UNICODE_CLASS = 3000;
/** The last character that has another case: ignoring case lists a range up to there. */
const MAX_FOLD = 0x1e943;

/** What asks where it is and reads nothing. */
const PLACE = /^(?:[$^]|\\[ABZbz])$/;

const TOKEN = new RegExp(
  [
    String.raw`\\Q(?<quoted>[\s\S]*?)(?:\\E|$)`,
    String.raw`(?<unicode>\\[pP](?:\{[^}]*\}?|[\s\S]|$))`,
    String.raw`(?<escaped>\\(?:x\{[^}]*\}?|x[\da-fA-F]{0,2}|[0-7]{1,3}|[\s\S]|$))`,
    String.raw`(?<set>\[\^?\]?(?:\[:[^\]]*:\]|\\(?:x\{[^}]*\}|[\s\S])|[^\]\\])*\]?)`,
    String.raw`(?<open>\((?:\?(?:P?<\w*>?|[A-Za-z^-]*[:)]?))?)`,
    String.raw`(?<close>\))`,
    String.raw`(?<or>\|)`,
    String.raw`(?<repeat>\{(?<least>\d+)(?<upTo>,(?<most>\d*))?\}|[*+?])`,
    String.raw`(?<char>[\s\S])`,
  ].join('|'),
  'gu',
);

/** Bounds what a pattern of RE2 comes to, in time linear to its length and without compiling it: a repeat multiplies
 * what it repeats, in as many levels as there are.
 * @param pattern any text; of one that is no pattern the figures say nothing */
export function patternCost(pattern: string): PatternCost {
  const ignoresCase = /\(\?[A-Za-z]*i/.test(pattern);
  const open: Group[] = [];
  let group = newGroup(0);
  let listed = 0;
  for (const { 0: token, groups = {} } of pattern.matchAll(TOKEN)) {
    if (groups['quoted'] !== undefined) for (const _ of groups['quoted']) addPart(group, 1, true);
    else if (groups['open'] !== undefined) {
      if (token.endsWith(')')) continue;
      open.push(group);
      group = newGroup(token.endsWith(':') ? 0 : GROUP_STEPS);
    } else if (groups['close'] !== undefined) {
      const steps = stepsOf(group);
      group = open.pop() ?? newGroup(0);
      addPart(group, steps, false);
    } else if (groups['or'] !== undefined) endAlternative(group);
    else if (groups['repeat'] !== undefined) repeatLast(group, groups);
    else {
      listed += listedBy(token, groups, ignoresCase);
      addPart(group, 1, !PLACE.test(token));
    }
  }
  for (let outer = open.pop(); outer !== undefined; outer = open.pop()) {
    addPart(outer, stepsOf(group), false);
    group = outer;
  }
  return { steps: FRAME + stepsOf(group), listed };
}

function newGroup(own: number): Group {
  return { own, before: 0, last: 0, parts: 0, isChars: true, alternatives: 0 };
}

function addPart(group: Group, steps: number, isChar: boolean): void {
  group.before += group.last;
  group.last = steps;
  group.parts++;
  group.isChars &&= isChar && group.parts === 1;
}

function endAlternative(group: Group): void {
  // An alternative of nothing is a step as well, and so is each parting of ways.
  group.before += Math.max(1, group.last) + 1;
  group.isChars &&= group.parts === 1;
  group.last = 0;
  group.parts = 0;
  group.alternatives++;
}

/** Alternatives of one character each are one class: one step. */
function stepsOf(group: Group): number {
  if (group.alternatives > 0 && group.isChars && group.parts === 1) return group.own + 1;
  return group.own + group.before + Math.max(1, group.last);
}

function repeatLast(group: Group, groups: Readonly<Record<string, string | undefined>>): void {
  const { least, upTo, most } = groups;
  group.isChars = false;
  if (least === undefined) group.last += REPEAT_STEPS;
  else {
    const isOpen = upTo !== undefined && (most === undefined || most === '');
    const times = Math.max(1, Number(least), Number(most ?? 0));
    group.last = times * (group.last + (isOpen || upTo === undefined ? 0 : 1)) + REPEAT_STEPS;
  }
}

/** What one token lists. Where case is ignored a range lists each character it holds. */
function listedBy(token: string, groups: Readonly<Record<string, string | undefined>>, ignoresCase: boolean): number {
  if (groups['unicode'] !== undefined) return UNICODE_CLASS;
  if (groups['set'] === undefined) return 0;
  const classes = token.match(/\\[pP]|\[:/g)?.length ?? 0;
  return classes * UNICODE_CLASS + (ignoresCase ? rangesIn(token) : 0);
}

/** What a set holds, from left to right, as RE2 reads it: a class, which begins no range, or a character and maybe
 * the end of a range. */
const ITEM =
  /\[:[^\]]*:\]|\\[pP](?:\{[^}]*\}|[\s\S])|\\[dswDSW]|(\\(?:x\{[^}]*\}|x[\da-fA-F]{2}|[0-7]{1,3}|[\s\S])|[\s\S])(?:-(\\(?:x\{[^}]*\}|x[\da-fA-F]{2}|[0-7]{1,3}|[\s\S])|[\s\S]))?/gu;

function rangesIn(set: string): number {
  let listed = 0;
  const items = set.replace(/^\[\^?/, '').replace(/\]$/, '');
  for (const [, low = '', high] of items.matchAll(ITEM)) {
    if (high === undefined) continue;
    const [from, to] = [codeOf(low, 0), codeOf(high, MAX_FOLD)];
    listed += Math.max(0, Math.min(to, MAX_FOLD) - from);
  }
  return listed;
}

/** The character that an end of a range stands for; the widest where that isn't plain to see. */
function codeOf(end: string, widest: number): number {
  return end.startsWith('\\') ? widest : (end.codePointAt(0) ?? widest);
}
