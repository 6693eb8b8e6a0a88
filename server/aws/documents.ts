// Policy documents as services send them: plain JSON or URL-encoded (IAM).

/** The document as JSON text. Encoded documents begin with `%7B` or `%20…%7B`; a `%` inside plain JSON is left alone. */
export function plainDocument(text: string): string {
  const trimmed = text.trimStart();
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
