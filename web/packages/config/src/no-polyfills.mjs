/** Stands for Next's polyfills, which are for browsers that are older than those of remote.mjs. */
