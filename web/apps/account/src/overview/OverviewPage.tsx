import { paths } from '@souk/api';
import { useAddressesQuery, useMe, useSessionsQuery, useWishlist } from '@souk/api/user';
import { AccountFrame } from '../frame/AccountFrame';
import { t } from '../messages';
import css from './OverviewPage.module.css';

/** Where everything is, with what is known of it already; nothing here waits. */
export function OverviewPage() {
  const { data: me } = useMe();
  const { data: addresses } = useAddressesQuery();
  const { data: sessions } = useSessionsQuery();
  const { data: wishes } = useWishlist();
  const home = addresses?.items.find(({ is_default }) => is_default);
  return (
    <AccountFrame part="overview" title={me ? t('hello', { name: me.name }) : t('account')} {...(me && { lead: me.email })}>
      <ul className={css['tiles']}>
        <Tile href={paths.orders()} title={t('orders')} text={t('orders-text')} />
        <Tile
          href={paths.account({ part: 'wishlist' })}
          title={t('wishlist')}
          text={wishes?.items.length ? t('wishes', { count: wishes.items.length }) : t('no-wishes-text')}
        />
        <Tile
          href={paths.account({ part: 'addresses' })}
          title={t('addresses')}
          text={home ? t('home-at', { line1: home.line1, city: home.city }) : t('addresses-text')}
        />
        <Tile href={paths.account({ part: 'profile' })} title={t('profile')} text={t('profile-text')} />
        <Tile
          href={paths.account({ part: 'security' })}
          title={t('security')}
          text={sessions ? t('signed-in-on', { count: sessions.items.length }) : t('security-text')}
        />
        <Tile href={paths.account({ part: 'privacy' })} title={t('privacy')} text={t('privacy-text')} />
      </ul>
    </AccountFrame>
  );
}

function Tile({ href, title, text }: { href: string; title: string; text: string }) {
  return (
    <li className={css['tile']}>
      <h2>
        <a href={href}>{title}</a>
      </h2>
      <p>{text}</p>
    </li>
  );
}
