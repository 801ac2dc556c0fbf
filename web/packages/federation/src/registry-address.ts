/** Where the running system says which remotes it serves. */
export const REGISTRY = '/mfe/remotes.json';
