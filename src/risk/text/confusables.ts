const PAIRS =
  'аa вb еe кk мm нh оo рp сc тt уy хx іi јj ѕs ԁd ԛq ԝw гr пn ґr ҽe һh ӏl ոn սu' +
  ' αa βb εe ηn ιi κk νv οo ρp τt υu χx ωw γy μu';

const ASCII_OF: ReadonlyMap<string, string> = new Map(
  PAIRS.split(' ').flatMap((pair) => {
    const [look = '', ascii = ''] = pair;
    return [
      [look, ascii],
      [look.toUpperCase(), ascii.toUpperCase()],
    ];
  }),
);

const OTHER_LETTER = /[\u0370-\u058f]/;
const WORD = /[A-Za-z\u0370-\u058f]+/g;

/** A text in which words that mix Latin letters with ones that only look like them are all Latin. Words wholly of
 * another script are left alone: they are words of another language.
 * @param text folded; any length
 * @returns a text of the same length, and how many letters were replaced */
export function latinLooks(text: string): { readonly text: string; readonly replaced: number } {
  if (!OTHER_LETTER.test(text)) return { text, replaced: 0 };
  let replaced = 0;
  const latin = text.replace(WORD, (word) => {
    if (!OTHER_LETTER.test(word) || !/[A-Za-z]/.test(word)) return word;
    return word.replace(/[\u0370-\u058f]/g, (letter) => {
      const ascii = ASCII_OF.get(letter);
      if (ascii !== undefined) replaced++;
      return ascii ?? letter;
    });
  });
  return { text: latin, replaced };
}
