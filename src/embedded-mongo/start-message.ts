/** What the database's thread says about its start. */
export type StartMessage =
  | { readonly kind: 'started'; readonly uri: string; readonly notice: string | undefined }
  | { readonly kind: 'in-use'; readonly pid: number; readonly uri: string }
  | { readonly kind: 'open'; readonly directory: string; readonly problem: string }
  | { readonly kind: 'damaged'; readonly directory: string; readonly what: string }
  | { readonly kind: 'failed'; readonly message: string };
