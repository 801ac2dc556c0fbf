import { chooseTheme, readTheme, type Theme } from '@souk/store/theme';
import { useEffect, useState } from 'react';
import { t } from './messages/en-IN';
import css from './ThemeSwitch.module.css';

const NEXT = { system: 'dark', dark: 'light', light: 'system' } as const satisfies Record<Theme, Theme>;

/** Like the system, dark, light, and round again. */
export function ThemeSwitch() {
  const [theme, setTheme] = useState<Theme>('system');
  useEffect(() => setTheme(readTheme()), []);
  const turn = () => {
    chooseTheme(NEXT[theme]);
    setTheme(NEXT[theme]);
  };
  return (
    <button type="button" className={css['switch']} aria-label={t('theme', { theme: t(`theme-${theme}`) })} title={t('theme', { theme: t(`theme-${theme}`) })} onClick={turn}>
      <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" className={css[theme]}>
        <circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" strokeWidth="1.75" />
        <path className={css['half']} d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" />
        <circle className={css['full']} cx="12" cy="12" r="8" fill="currentColor" />
      </svg>
    </button>
  );
}
