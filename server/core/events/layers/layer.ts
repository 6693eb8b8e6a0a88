// What a decoder of text is: one value of this shape per file of this folder.

export const layerNames = [
  'base64',
  'gzip',
  'deflate',
  'br',
  'bytes',
  'json',
  'percent',
  'html',
  'unicode',
] as const;
export type LayerName = (typeof layerNames)[number];

export interface TextDecoder {
  readonly name: LayerName;
  /** `undefined` where nothing in the text is written that way. Never throws. */
  decode(text: string): string | undefined;
}
