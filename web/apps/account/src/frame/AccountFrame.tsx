import { paths } from '@souk/api';
import { pageTitle } from '@souk/api/page-title';
import type { ReactNode } from 'react';
import { t } from '../messages/en-IN';
import css from './AccountFrame.module.css';

const PLACES = [
  { part: 'overview', href: paths.account() },
  { part: 'orders', href: paths.orders() },
  { part: 'profile', href: paths.account({ part: 'profile' }) },
  { part: 'addresses', href: paths.account({ part: 'addresses' }) },
  { part: 'security', href: paths.account({ part: 'security' }) },
] as const;

type Part = (typeof PLACES)[number]['part'];

/** Every page of the account: where one is beside what it shows. */
export function AccountFrame({ part, title, lead, children }: { part: Part; title: string; lead?: string; children: ReactNode }) {
  return (
    <div className={css['page']}>
      <title>{pageTitle(title)}</title>
      <nav className={css['nav']} aria-label={t('account')}>
        <ul>
          {PLACES.map((place) => (
            <li key={place.part}>
              <a href={place.href} aria-current={place.part === part ? 'page' : undefined}>
                {t(place.part)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className={css['content']}>
        <h1>{title}</h1>
        {lead && <p className={css['lead']}>{lead}</p>}
        {children}
      </div>
    </div>
  );
}
