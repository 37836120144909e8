/**
 * Compiles a path pattern: `*` stands for any characters; without one the pattern matches as a prefix.
 * A pattern without a leading slash also matches after `/api/`, so `contact/upsert` names `/api/contact/upsert`.
 */
export function pathMatcher(pattern: string | undefined): (path: string) => boolean {
  if (pattern === undefined || pattern === '' || pattern === '*') return () => true;
  const roots = pattern.startsWith('/') ? [pattern] : [`/${pattern}`, `/api/${pattern}`];
  if (!pattern.includes('*')) {
    return (path) => roots.some((root) => path.startsWith(root));
  }
  const expressions = roots.map((root) => {
    const literal = root.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${literal.join('.*')}$`);
  });
  return (path) => expressions.some((expression) => expression.test(path));
}
