import { Button, Card } from '@souk/ui';
import { useEffect, useRef } from 'react';
import { t } from '../messages';
import css from './SecurityPage.module.css';
import own from './SetUp.module.css';

/** Told once, so the page stays until its reader says that they are kept. */
export function RecoveryCodeList({ codes, onSeen }: { codes: readonly string[]; onSeen: () => void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <Card className={css['card']}>
      <h2 ref={heading} tabIndex={-1}>
        {t('keep-codes')}
      </h2>
      <p>{t('keep-codes-text')}</p>
      <ul className={own['codes']}>
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div>
        <Button look="primary" onClick={onSeen}>
          {t('codes-kept')}
        </Button>
      </div>
    </Card>
  );
}
