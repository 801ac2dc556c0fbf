import { useMemo, type ReactNode } from 'react';
import { Router } from 'wouter';
import type { Shell } from './shell';

export { Route, Switch } from 'wouter';

/** wouter's routes inside a page, over the shell's address: `<Route path="/:id">` is relative to `shell.base`. */
export function ShellRouter({ shell, children }: { shell: Shell; children: ReactNode }) {
  const { base, path, search, navigate } = shell;
  const hooks = useMemo(
    () => ({ hook: (): [string, typeof navigate] => [path, navigate], searchHook: () => search }),
    [path, search, navigate],
  );
  return (
    <Router base={base} {...hooks}>
      {children}
    </Router>
  );
}
