// Environment variables of a function as they may be kept: the name, and of the value what no secret can hide in.

/** A value that is one of these forms is kept as text; everything else is replaced by its kind and length. */
export type HarmlessForm = 'empty' | 'reference' | 'number' | 'boolean' | 'word' | 'path' | 'url' | 'kept';

export type EnvironmentValue =
  /** `reference` points to a secret (ARN, parameter path, `{{resolve:…}}`) and is none. `kept` is a variable whose meaning Lambda or the guard defines. */
  | { readonly kind: 'plain'; readonly form: HarmlessForm; readonly text: string }
  /** Its format or its name says that it is a secret. `certain` when the format alone says it. */
  | {
      readonly kind: 'secret';
      readonly secret: string;
      readonly certain: boolean;
      readonly length: number;
    }
  /** Long base64 or KMS-like bytes: presumably encrypted by the person. */
  | { readonly kind: 'ciphertext'; readonly length: number }
  /** Free text that was not kept. */
  | { readonly kind: 'text'; readonly length: number };

export interface EnvironmentVariable {
  readonly name: string;
  readonly value: EnvironmentValue;
}
