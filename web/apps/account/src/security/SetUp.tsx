import { isCode } from '@souk/api/contacts';
import type { EnrolmentView } from '@souk/api/types/user';
import { useConfirmFactorMutation, useEnrolFactorMutation } from '@souk/api/user';
import { Button, ErrorNote, Field, PasswordField } from '@souk/ui';
import { useEffect, useRef, useState } from 'react';
import form from '../frame/Form.module.css';
import { useForm } from '../frame/use-form';
import { t } from '../messages';
import css from './SetUp.module.css';

/** The password, then the picture for the phone, then its first code. The secret is shown once: a reload begins anew. */
export function SetUp({ onDone }: { onDone: (codes: readonly string[]) => void }) {
  const [enrolment, setEnrolment] = useState<EnrolmentView>();
  return enrolment ? <Confirm enrolment={enrolment} onDone={onDone} /> : <Begin onBegun={setEnrolment} />;
}

function Begin({ onBegun }: { onBegun: (enrolment: EnrolmentView) => void }) {
  const [enrol] = useEnrolFactorMutation();
  const typing = useForm({
    initial: { password: '' },
    check: ({ password }) => (password === '' ? { password: t('wrong-password') } : {}),
    send: async (typed) => {
      const { data, error } = await enrol(typed);
      if (data) onBegun(data);
      return { error };
    },
    explain: ({ code }) => (code === 'wrong-credentials' ? { password: t('not-your-password') } : {}),
    onDone: () => undefined,
  });
  return (
    <form {...typing.form} className={form['form']}>
      <h2>{t('set-up-authenticator')}</h2>
      <p>{t('set-up-text')}</p>
      {typing.problem && <ErrorNote {...typing.problem} />}
      <PasswordField label={t('your-password')} hint={t('your-password-why')} isNew={false} required {...typing.field('password')} />
      <div className={form['actions']}>
        <Button type="submit" look="primary" busy={typing.busy}>
          {t('begin')}
        </Button>
      </div>
    </form>
  );
}

function Confirm({ enrolment, onDone }: { enrolment: EnrolmentView; onDone: (codes: readonly string[]) => void }) {
  const { secret, uri, qr } = enrolment;
  const [confirm] = useConfirmFactorMutation();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const typing = useForm({
    initial: { code: '' },
    check: ({ code }) => (isCode(code) ? {} : { code: t('short-factor') }),
    send: async (typed) => {
      const { data, error } = await confirm(typed);
      if (data) onDone(data.codes);
      return { error };
    },
    explain: ({ code, cause, fix }) => (code === 'wrong-second-factor' ? { code: `${cause} ${fix}` } : {}),
    onDone: () => undefined,
  });
  return (
    <form {...typing.form} className={form['form']}>
      <h2 ref={heading} tabIndex={-1}>
        {t('scan')}
      </h2>
      <p>{t('scan-text')}</p>
      <svg className={css['qr']} viewBox={`0 0 ${qr.size} ${qr.size}`} shapeRendering="crispEdges" role="img" aria-label={t('qr')}>
        <rect width={qr.size} height={qr.size} fill="#ffffff" />
        <path d={qr.path} fill="#000000" />
      </svg>
      <p className={css['secret']}>
        {t('no-camera')} <code>{inGroups(secret)}</code>
        <a href={uri}>{t('open-authenticator')}</a>
      </p>
      {typing.problem && <ErrorNote {...typing.problem} />}
      <Field
        label={t('first-code')}
        hint={t('first-code-rule')}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={32}
        required
        {...typing.field('code')}
      />
      <div className={form['actions']}>
        <Button type="submit" look="primary" busy={typing.busy}>
          {t('switch-on')}
        </Button>
      </div>
    </form>
  );
}

/** As people copy it: four letters at a time. */
function inGroups(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ');
}
