import { langOfShop } from '@souk/api/language';
import { paths } from '@souk/api/paths';
import { portals, shopName } from '@souk/api/system';
import { emit } from '@souk/store/signals';
import { LanguageSwitch } from './LanguageSwitch';
import { t } from './messages';
import type { NavCategory } from './server';
import css from './SiteFooter.module.css';

const HELP = ['shipping', 'returns', 'contact', 'privacy', 'terms'] as const;

export function SiteFooter({ categories }: { categories: readonly NavCategory[] }) {
  return (
    <footer className={css['footer']}>
      <div className={css['inside']}>
        <div className={css['about']}>
          <p className={css['name']}>{shopName}</p>
          <p>{t('footer-promise')}</p>
        </div>
        <nav aria-label={t('footer-shop')}>
          <h2 className={css['title']}>{t('footer-shop')}</h2>
          <ul className={css['links']}>
            <li>
              <a href={paths.products()}>{t('all-products')}</a>
            </li>
            {categories.slice(0, 5).map(({ slug, name }) => (
              <li key={slug}>
                <a href={paths.category({ slug })} lang={langOfShop()}>{name}</a>
              </li>
            ))}
          </ul>
        </nav>
        <nav aria-label={t('footer-account')}>
          <h2 className={css['title']}>{t('footer-account')}</h2>
          <ul className={css['links']}>
            <li>
              <a href={paths.orders()}>{t('footer-orders')}</a>
            </li>
            <li>
              <a href={paths.findOrder()}>{t('footer-find-order')}</a>
            </li>
            <li>
              <a href={paths.cart()}>{t('footer-bag')}</a>
            </li>
            <li>
              <a href={paths.content({ slug: 'about' })}>{t('footer-about')}</a>
            </li>
            {portals.seller && (
              <li>
                <a href={portals.seller}>{t('footer-sell')}</a>
              </li>
            )}
          </ul>
        </nav>
        <Help />
        <LanguageSwitch />
        <p className={css['legal']}>{t('footer-legal')}</p>
      </div>
    </footer>
  );
}

function Help() {
  return (
    <nav aria-label={t('footer-help')}>
      <h2 className={css['title']}>{t('footer-help')}</h2>
      <ul className={css['links']}>
        <li>
          <a href={paths.help()}>{t('footer-support')}</a>
        </li>
        <li>
          <a href={paths.questions()}>{t('footer-questions')}</a>
        </li>
        {HELP.map((slug) => (
          <li key={slug}>
            <a href={paths.content({ slug })}>{t(`footer-${slug}`)}</a>
          </li>
        ))}
        <CountingChoice />
      </ul>
    </nav>
  );
}

function CountingChoice() {
  return (
    <li>
      <button type="button" className={css['choice']} onClick={() => emit('shell:consent-wanted', null)}>
        {t('footer-consent')}
      </button>
    </li>
  );
}
