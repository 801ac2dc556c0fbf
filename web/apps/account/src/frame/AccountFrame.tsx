import { paths, useIdentity } from '@souk/api';
import { pageTitle } from '@souk/api/page-title';
import { classes } from '@souk/ui';
import type { ReactNode } from 'react';
import { t } from '../messages';
import css from './AccountFrame.module.css';

const PLACES = {
  overview: () => paths.account(),
  orders: () => paths.orders(),
  wishlist: () => paths.account({ part: 'wishlist' }),
  profile: () => paths.account({ part: 'profile' }),
  addresses: () => paths.account({ part: 'addresses' }),
  security: () => paths.account({ part: 'security' }),
  privacy: () => paths.account({ part: 'privacy' }),
};

type Part = keyof typeof PLACES;

/** Every page of the account: where one is beside what it shows. */
export function AccountFrame({ part, title, lead, children }: { part: Part; title: string; lead?: string; children: ReactNode }) {
  const isSignedIn = useIdentity() === 'signed-in';
  return (
    <div className={classes(css['page'], isSignedIn && css['withPlaces'])}>
      <title>{pageTitle(title)}</title>
      {isSignedIn && <Places now={part} />}
      <div className={css['content']}>
        <h1>{title}</h1>
        {lead && <p className={css['lead']}>{lead}</p>}
        {children}
      </div>
    </div>
  );
}

function Places({ now }: { now: Part }) {
  return (
    <nav className={css['nav']} aria-label={t('account')}>
      <ul>
        {Object.entries(PLACES).map(([part, href]) => (
          <li key={part}>
            <a href={href()} aria-current={part === now ? 'page' : undefined}>
              {t(part as Part)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
