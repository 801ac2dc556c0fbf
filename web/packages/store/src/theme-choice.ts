import { emit } from './signals';

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'souk-theme'; // theme.js reads the same key before the first paint

export function isTheme(value: unknown): value is Theme {
  return value === 'system' || value === 'light' || value === 'dark';
}

export function readTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return isTheme(kept) ? kept : 'system';
  } catch {
    return 'system'; // storage is blocked
  }
}

/** Keep the choice, show it at once, tell everybody. */
export function chooseTheme(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // storage is blocked: the choice lasts as long as the page
  }
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  emit('shell:theme-chosen', { theme });
}
