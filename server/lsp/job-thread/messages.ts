// What every thread of one job and the server say to each other; each job adds its own to `FromThread`.

export type ToThread =
  | { readonly kind: 'cancel' }
  /** To a question; null: the person gave no answer. */
  | { readonly kind: 'answer'; readonly id: number; readonly value: string | null };

export type FromThread<Done, More = never> =
  | { readonly kind: 'mfa'; readonly id: number; readonly serial: string }
  | { readonly kind: 'done'; readonly answer: Done }
  /** In words for a person. */
  | { readonly kind: 'failed'; readonly message: string }
  | More;

/** A question of a job's own: its message before it has its number. */
export type Unnumbered<Message> = Message extends { readonly id: number } ? Omit<Message, 'id'> : never;
