/** The scripts of the storefront by name of their watcher. */
export function buildScripts(): Map<string, string>;
