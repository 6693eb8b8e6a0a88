// Whether a metric filter's pattern counts the guard's records: `… Rule Violation for …`, as text or as JSON.
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html

/** Terms are case-sensitive; an excluded term (`-Violation`) counts the opposite. */
export function countsViolations(pattern: string): boolean {
  if (/(?:^|\s)-"?Violation/.test(pattern)) return false;
  if (/Violation/.test(pattern)) return true;
  return /\$\.violation\b/.test(pattern) || /%[^%]*iolation[^%]*%/.test(pattern);
}
