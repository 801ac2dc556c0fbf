import { inLanguage, language } from '@souk/api/language';
import { localKept } from '@souk/api/storage';
import { paths } from '@souk/api/paths';
import { languages } from '@souk/api/system';
import { useEffect, useState } from 'react';
import { soukPlaces } from './embedded/places';
import css from './LanguageSwitch.module.css';
import { t } from './messages';

const PREFERRED = 'souk-language';

/** The same page (another site's has but one language: Souk's first) in every language, each by its own name. What was chosen is kept: it changes links, never what an address shows. */
export function LanguageSwitch() {
  const { place, preferred } = useBrowser();
  const now = language();
  const other = languages.find(({ locale }) => locale === preferred && locale !== now.locale);
  return (
    <nav className={css['switch']} aria-label={t('footer-languages')}>
      {other && (
        <a className={css['offer']} href={inLanguage(place, other)} hrefLang={other.locale}>
          {t('read-in', { language: other.name })}
        </a>
      )}
      {languages.map((one) => (
        <a
          key={one.locale}
          href={inLanguage(place, one)}
          lang={one.locale}
          hrefLang={one.locale}
          aria-current={one === now ? 'true' : undefined}
          onClick={() => localKept.write(PREFERRED, one.locale)}
        >
          {one.name}
        </a>
      ))}
    </nav>
  );
}

/** Where the shopper is (federated pages change it) and what they chose; a server knows neither. */
function useBrowser() {
  const [known, setKnown] = useState<{ place: string; preferred: string | null }>({ place: '/', preferred: null });
  useEffect(() => {
    const here = () => (soukPlaces() ? paths.home() : location.pathname + location.search + location.hash);
    const look = () => setKnown({ place: here(), preferred: localKept.read(PREFERRED) });
    look();
    // However a link is reached, by then it leads to this page.
    for (const at of LOOK_AGAIN_ON) addEventListener(at, look, { passive: true });
    return () => LOOK_AGAIN_ON.forEach((at) => removeEventListener(at, look));
  }, []);
  return known;
}

const LOOK_AGAIN_ON = ['pageshow', 'popstate', 'pointerover', 'focusin'] as const;
