import { paths, toMessage } from '@souk/api';
import type { Me } from '@souk/api/types/user';
import { useChangeProfileMutation, useMe } from '@souk/api/user';
import { toast } from '@souk/store/signals';
import { Badge, Button, ButtonLink, Card, ErrorNote, Field, PageSkeleton } from '@souk/ui';
import { AccountFrame } from '../frame/AccountFrame';
import formCss from '../frame/Form.module.css';
import { useForm } from '../frame/use-form';
import { t } from '../messages';
import css from './ProfilePage.module.css';

/** Who one is, and where one is reached. */
export function ProfilePage() {
  const { data: me, error, refetch } = useMe();
  return (
    <AccountFrame part="profile" title={t('profile')} lead={t('profile-lead')}>
      {me ? <Profile me={me} /> : error ? <ErrorNote {...toMessage(error)} onRetry={() => void refetch()} /> : <PageSkeleton label={t('loading')} />}
    </AccountFrame>
  );
}

function Profile({ me }: { me: Me }) {
  return (
    <>
      <Card>
        <NameForm name={me.name} />
      </Card>
      <Card className={css['contacts']}>
        <h2>{t('contacts')}</h2>
        <dl>
          <ContactRow kind="email" value={me.email} proved={me.email_verified} />
          <ContactRow kind="phone" value={me.phone} proved={me.phone_verified} />
        </dl>
      </Card>
    </>
  );
}

function NameForm({ name }: { name: string }) {
  const [changeProfile] = useChangeProfileMutation();
  const { form, field, busy, problem } = useForm({
    initial: { name },
    check: (typed) => (typed.name.trim() === '' ? { name: t('wrong-name') } : {}),
    send: (typed) => changeProfile({ name: typed.name.trim() }),
    onDone: () => toast(t('name-saved'), { tone: 'good' }),
  });
  return (
    <form {...form} className={formCss['form']}>
      {problem && <ErrorNote {...problem} />}
      <Field label={t('name')} autoComplete="name" maxLength={120} required {...field('name')} />
      <div className={formCss['actions']}>
        <Button type="submit" look="primary" busy={busy}>
          {t('save-name')}
        </Button>
      </div>
    </form>
  );
}

function ContactRow({ kind, value, proved }: { kind: 'email' | 'phone'; value: string | null; proved: boolean }) {
  return (
    <div className={css['row']}>
      <dt>{t(kind)}</dt>
      <dd>
        <span className={css['value']}>{value ?? t('no-phone')}</span>
        {value && <Badge tone={proved ? 'good' : 'plain'}>{t(proved ? 'confirmed' : 'not-confirmed')}</Badge>}
      </dd>
      <dd>
        <ButtonLink href={paths.contact({ kind })}>{t(value ? `change-${kind}` : 'add-phone')}</ButtonLink>
      </dd>
    </div>
  );
}
