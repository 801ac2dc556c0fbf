import { banners } from '@souk/api/content';
import type { Banner as Shown } from '@souk/api/types/content';
import { BannerNote } from '@souk/ui';
import { useEffect, useState } from 'react';
import type { Exposed } from '../exposes';

/** It only adds to a page: while it loads, and when it cannot, the page is as without it. */
export function Banner({ slot }: Exposed['Banner']) {
  const [shown, setShown] = useState<readonly Shown[]>([]);

  useEffect(() => {
    let gone = false;
    banners(slot).then(
      ({ items }) => !gone && setShown(items),
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [slot]);

  return <BannerNote banners={shown} />;
}
