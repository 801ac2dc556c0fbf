import { chooseTheme, readTheme, type Theme } from '@souk/store/theme';
import { useEffect, useState } from 'react';
import { t } from './messages';
import css from './ThemeSwitch.module.css';

/** Like the system, then what the system does not show, then what it shows, and round again: every turn but the last is seen. */
export function ThemeSwitch() {
  const { theme, systemIsDark, setTheme } = useTheme();
  const next = nextOf(theme, systemIsDark);
  const turn = () => {
    chooseTheme(next);
    setTheme(next);
  };
  const name = t('theme', { theme: t(`theme-${theme}`), next: t(`theme-${next}`) });
  return (
    <button type="button" className={css['switch']} aria-label={name} title={name} onClick={turn}>
      <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" className={css[theme]}>
        <circle cx="12" cy="12" r="8" fill="none" stroke="currentColor" strokeWidth="1.75" />
        <path className={css['half']} d="M12 4a8 8 0 0 1 0 16z" fill="currentColor" />
        <circle className={css['full']} cx="12" cy="12" r="8" fill="currentColor" />
      </svg>
    </button>
  );
}

/** The choice may have been made in another tab, or on a page that came after this one. */
function useTheme() {
  const [seen, setSeen] = useState({ theme: 'system' as Theme, systemIsDark: false });
  useEffect(() => {
    const look = () => setSeen({ theme: readTheme(), systemIsDark: matchMedia('(prefers-color-scheme: dark)').matches });
    look();
    for (const at of LOOK_AGAIN_ON) addEventListener(at, look);
    return () => LOOK_AGAIN_ON.forEach((at) => removeEventListener(at, look));
  }, []);
  const setTheme = (theme: Theme) => setSeen((now) => ({ ...now, theme }));
  return { ...seen, setTheme };
}

const LOOK_AGAIN_ON = ['storage', 'pageshow'] as const;

function nextOf(theme: Theme, systemIsDark: boolean): Theme {
  const [unlike, like] = systemIsDark ? (['light', 'dark'] as const) : (['dark', 'light'] as const);
  if (theme === 'system') return unlike;
  return theme === unlike ? like : 'system';
}
