/** One copy of each for the whole page: the shell provides them in a version of these ranges, remotes carry none. */
export const singletons = {
  react: '^19.0.0',
  'react-dom': '^19.0.0',
  'react/jsx-runtime': '^19.0.0',
  '@souk/api': '^0.1.0',
  '@souk/store': '^0.1.0',
};

/** What the wrapper around plain web components takes of a page (element/container.mjs). */
export const ofElements = { react: '>=19.0.0' };
