import { paths, toMessage } from '@souk/api';
import { useLogoutMutation, useMe } from '@souk/api/user';
import { emit, toast } from '@souk/store/signals';
import { classes, headerAction, PersonIcon, VisuallyHidden } from '@souk/ui';
import type { Exposed } from '../exposes';
import { t } from './messages';
import css from './AccountMenu.module.css';
import { useMenu } from './use-menu';

/** Who is signed in, and what that person can do from anywhere. */
export function AccountMenu(_props: Exposed['AccountMenu']) {
  const { data: me } = useMe();
  const [logOut, loggingOut] = useLogoutMutation();
  const { open, frame, button, menu } = useMenu();
  const signOut = async () => {
    if (loggingOut.isLoading) return;
    const { error } = await logOut();
    if (error) {
      toast(t('sign-out-failed', toMessage(error)), { tone: 'bad', action: { label: t('try-again'), run: signOut } });
      return;
    }
    emit('auth:signed-out', null);
    toast(t('signed-out'));
  };

  return (
    <div className={css['frame']} {...frame}>
      <button type="button" className={headerAction.box} {...button}>
        <PersonIcon />
        <span className={classes(headerAction.word, css['word'])} data-as-wide-as={t('account')}>
          <span className={css['name']} title={me?.name}>{me ? firstName(me.name) : t('account')}</span>
        </span>
        {me && <VisuallyHidden>, {t('your-account')}</VisuallyHidden>}
      </button>
      {open && (
        <div className={css['panel']}>
          {me && (
            <p className={css['who']}>
              {me.name}
              <span>{me.email}</span>
            </p>
          )}
          <div aria-label={t('your-account')} {...menu}>
            <a role="menuitem" tabIndex={-1} className={css['item']} href={paths.account()}>
              {t('see-account')}
            </a>
            <a role="menuitem" tabIndex={-1} className={css['item']} href={paths.orders()}>
              {t('your-orders')}
            </a>
            <button type="button" role="menuitem" tabIndex={-1} className={css['item']} onClick={signOut}>
              {t('sign-out')}
            </button>
          </div>
        </div>
      )}
    </div>
  );
}

function firstName(name: string): string {
  return name.trim().split(/\s+/, 1)[0] ?? name;
}
