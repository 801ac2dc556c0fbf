import { paths } from '@souk/api/paths';
import { useIdentity } from '@souk/api/identity';
import { Remote } from '@souk/federation';
import { BagIcon, headerAction, PersonIcon } from '@souk/ui';
import { useNavCategories } from './categories';
import { t } from './messages/en-IN';
import { SearchForm } from './SearchForm';
import type { NavCategory } from './server';
import css from './SiteHeader.module.css';
import { ThemeSwitch } from './ThemeSwitch';

export function SiteHeader({ categories }: { categories?: readonly NavCategory[] | undefined }) {
  const shown = useNavCategories(categories);
  return (
    <header className={css['header']}>
      <div className={css['top']}>
        <a className={css['logo']} href={paths.home()} aria-label={t('to-home')}>
          <Mark />
          {t('shop-name')}
        </a>
        <div className={css['search']}>
          <SearchForm />
        </div>
        <div className={css['actions']}>
          <ThemeSwitch />
          <AccountSlot />
          <BagSlot />
        </div>
      </div>
      <nav className={css['nav']} aria-label={t('categories')}>
        <ul className={css['categories']}>
          <li>
            <a href={paths.products()}>{t('all-products')}</a>
          </li>
          {shown.map(({ slug, name }) => (
            <li key={slug}>
              <a href={paths.category({ slug })}>{name}</a>
            </li>
          ))}
        </ul>
      </nav>
    </header>
  );
}

/** Only who is signed in has a menu; everybody else has a link, and nothing is loaded for it. */
function AccountSlot() {
  const signIn = (
    <a className={headerAction.box} href={paths.login()}>
      <PersonIcon />
      <span className={headerAction.word}>{t('sign-in')}</span>
    </a>
  );
  const identity = useIdentity();
  return (
    <div className={css['account']}>
      {identity === 'signed-in' ? (
        <Remote id="auth/AccountMenu" props={{}} placeholder={signIn} fallback={() => signIn} />
      ) : (
        signIn
      )}
    </div>
  );
}

/** A visitor without a cart sees the plain link; the badge comes with the first cart. */
function BagSlot() {
  const bag = (
    <a className={headerAction.box} href={paths.cart()}>
      <BagIcon />
      <span className={headerAction.word}>{t('bag')}</span>
    </a>
  );
  const identity = useIdentity();
  return (
    <div className={css['bag']}>
      {identity === 'nobody' ? bag : <Remote id="cart/MiniCart" props={{}} placeholder={bag} fallback={() => bag} />}
    </div>
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
