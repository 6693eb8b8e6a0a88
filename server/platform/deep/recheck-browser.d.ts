// The build of recheck in plain JavaScript has the functions of the package and no types of its own.
declare module 'recheck/lib/browser.js' {
  import type { check, checkSync } from 'recheck';

  const recheck: { readonly check: typeof check; readonly checkSync: typeof checkSync };
  export default recheck;
}
