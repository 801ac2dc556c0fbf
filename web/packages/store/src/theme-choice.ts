import { localKept } from '@souk/api/storage';

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'souk-theme'; // @souk/shell's first-paint.js reads the same key before the first paint

function isTheme(value: unknown): value is Theme {
  return value === 'system' || value === 'light' || value === 'dark';
}

export function readTheme(): Theme {
  const kept = localKept.read(KEY);
  return isTheme(kept) ? kept : 'system';
}

/** Keep the choice (for as long as the page, where nothing can be kept) and show it at once. */
export function chooseTheme(theme: Theme): void {
  localKept.write(KEY, theme);
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
