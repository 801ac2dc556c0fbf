import { paths } from '@souk/api/paths';
import type { ReactNode } from 'react';
import { t } from './messages';
import css from './WithoutScript.module.css';

/** A federated page lives in the browser: where scripts are off, words stand in its place instead of an endless skeleton. */
export function WithoutScript({ children }: { children: ReactNode }) {
  return (
    <>
      <noscript>
        <div className={css['words']}>
          <h1>{t('no-script')}</h1>
          <p>{t('no-script-fix')}</p>
          <p>
            <a href={paths.products()}>{t('no-script-products')}</a>
          </p>
        </div>
      </noscript>
      <div className={css['live']}>{children}</div>
    </>
  );
}
