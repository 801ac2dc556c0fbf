import { langOfShop } from '@souk/api/language';
import { paths } from '@souk/api/paths';
import { useIdentity } from '@souk/api/identity';
import { shopName } from '@souk/api/system';
import { Remote } from '@souk/federation';
import { BagIcon, classes, headerAction, PersonIcon } from '@souk/ui';
import type { ReactNode } from 'react';
import type { NavState } from './categories';
import { t } from './messages';
import { SearchForm } from './SearchForm';
import css from './SiteHeader.module.css';
import { ThemeSwitch } from './ThemeSwitch';

/** `ownPage`: false around a page of another site, which has a look of its own. */
export function SiteHeader({ nav, ownPage = true }: { nav: NavState; ownPage?: boolean }) {
  return (
    <header className={css['header']}>
      <div className={css['top']}>
        <a className={css['logo']} href={paths.home()} aria-label={t('to-home', { shop: shopName })}>
          <Mark />
          {shopName}
        </a>
        <div className={css['search']}>
          <SearchForm />
        </div>
        <div className={css['actions']}>
          {ownPage && <ThemeSwitch />}
          <AccountSlot />
          <BagSlot />
        </div>
      </div>
      <nav className={css['nav']} aria-label={t('categories')}>
        <ul className={css['categories']}>
          <li>
            <a href={paths.products()}>{t('all-products')}</a>
          </li>
          {nav.step === 'known' &&
            nav.categories.map(({ slug, name }) => (
              <li key={slug}>
                <a href={paths.category({ slug })} lang={langOfShop()}>{name}</a>
              </li>
            ))}
          {nav.step === 'failed' && <li className={css['missing']}>{t('categories-missing')}</li>}
        </ul>
      </nav>
    </header>
  );
}

/**
 * Only who is signed in has a menu; everybody else has a link, and nothing is loaded for it. The page is the same for all, so
 * it holds both: first-paint.js knows before anything is seen, and the style sheet shows one.
 */
function AccountSlot() {
  const identity = useIdentity();
  const account = <HeaderLink href={paths.account()} icon={<PersonIcon />} word={t('account')} className={css['signedIn']} />;
  return (
    <div className={css['account']}>
      {identity === 'signed-in' ? (
        <Remote id="auth/AccountMenu" props={{}} placeholder={account} fallback={() => account} />
      ) : (
        <>
          <HeaderLink href={paths.login()} icon={<PersonIcon />} word={t('sign-in')} className={css['signedOut']} />
          {account}
        </>
      )}
    </div>
  );
}

/** A visitor without a cart sees the plain link; the badge comes with the first cart. */
export function BagSlot() {
  const bag = <HeaderLink href={paths.cart()} icon={<BagIcon />} word={t('bag')} />;
  const identity = useIdentity();
  return (
    <div className={css['bag']}>
      {identity === 'nobody' ? bag : <Remote id="cart/MiniCart" props={{}} placeholder={bag} fallback={() => bag} />}
    </div>
  );
}

function HeaderLink({ href, icon, word, className }: { href: string; icon: ReactNode; word: string; className?: string | undefined }) {
  return (
    <a className={classes(headerAction.box, className)} href={href}>
      {icon}
      <span className={headerAction.word}>{word}</span>
    </a>
  );
}

function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">
      <path d="M4 30V16a12 12 0 0 1 24 0v14z" className={css['arch']} />
      <path d="M11 30V19a5 5 0 0 1 10 0v11z" className={css['door']} />
      <circle cx="16" cy="9" r="2" className={css['door']} />
    </svg>
  );
}
