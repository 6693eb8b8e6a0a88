// Names of Maven's artifacts: group and name, divided by a colon.

/** Inspector divides them by a slash now and then. */
export const mavenKey = (name: string) => name.replace('/', ':').toLowerCase();
