/** What a page needs of the shell that mounts it; the same in the host and alone. */
export interface Shell {
  /** Where the page is mounted, such as `/orders`. */
  base: string;
  /** The whole path, such as `/orders/0198…`. */
  path: string;
  /** The query with its `?`, or ''. */
  search: string;
  navigate: (to: string, options?: { replace?: boolean }) => void;
}

export interface PageProps {
  shell: Shell;
}
