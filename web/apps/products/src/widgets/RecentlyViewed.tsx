import { paths } from '@souk/api';
import { recentlyViewed } from '@souk/store/recently-viewed';
import type { Exposed } from '../exposes';

export function RecentlyViewed({ except }: Exposed['RecentlyViewed']) {
  const seen = recentlyViewed().filter(({ handle }) => handle !== except);
  return (
    <ul>
      {seen.map(({ handle, title }) => (
        <li key={handle}>
          <a href={paths.product({ handle })}>{title}</a>
        </li>
      ))}
    </ul>
  );
}
