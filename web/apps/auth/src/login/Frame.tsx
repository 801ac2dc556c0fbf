import { pageTitle } from '@souk/api/page-title';
import { Card } from '@souk/ui';
import type { ReactNode } from 'react';
import css from './LoginPage.module.css';

export function Frame({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  return (
    <div className={css['page']}>
      <title>{pageTitle(title)}</title>
      <h1>{title}</h1>
      {lead && <p className={css['lead']}>{lead}</p>}
      <Card className={css['card']}>{children}</Card>
    </div>
  );
}
