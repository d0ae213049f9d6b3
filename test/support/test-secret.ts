/** Signs the tokens of test applications. */
export const TEST_SECRET = 'signs the tokens of test applications only';
