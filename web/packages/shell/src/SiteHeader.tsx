import { paths } from '@souk/api/paths';
import { useIdentity } from '@souk/api/identity';
import { Remote } from '@souk/federation';
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
    <a className={css['action']} href={paths.login()}>
      <PersonIcon />
      <span className={css['word']}>{t('sign-in')}</span>
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
    <a className={css['action']} href={paths.cart()}>
      <BagIcon />
      <span className={css['word']}>{t('bag')}</span>
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

function BagIcon() {
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" strokeWidth="1.75" aria-hidden="true">
      <path d="M5 8h14l1 12H4zM9 10V7a3 3 0 0 1 6 0v3" strokeLinejoin="round" strokeLinecap="round" />
    </svg>
  );
}

function PersonIcon() {
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="currentColor" strokeWidth="1.75" aria-hidden="true">
      <circle cx="12" cy="8" r="3.5" />
      <path d="M5 20c0-4 3-6 7-6s7 2 7 6" strokeLinecap="round" />
    </svg>
  );
}
