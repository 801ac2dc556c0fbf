import { paths, useIdentity } from '@souk/api';
import { pageTitle } from '@souk/api/page-title';
import { Route, ShellRouter, Switch } from '@souk/federation/routing';
import { ButtonLink, EmptyState } from '@souk/ui';
import { AddressesPage } from './addresses/AddressesPage';
import { AddressPage } from './addresses/AddressPage';
import type { Exposed } from './exposes';
import { t } from './messages';
import { StopNoticesPage } from './notices/StopNoticesPage';
import { OverviewPage } from './overview/OverviewPage';
import { DeletionCodePage } from './privacy/DeletionCodePage';
import { PrivacyPage } from './privacy/PrivacyPage';
import { ContactPage } from './profile/ContactPage';
import { ProfilePage } from './profile/ProfilePage';
import { AuthenticatorPage } from './security/AuthenticatorPage';
import { SecurityPage } from './security/SecurityPage';
import { WishlistPage } from './wishlist/WishlistPage';

export function AccountPage({ shell }: Exposed['AccountPage']) {
  const isSignedIn = useIdentity() === 'signed-in';
  if (shell.path === paths.account({ part: 'wishlist' })) return <WishlistPage />;
  if (shell.path === paths.account({ part: 'notices' })) return <StopNoticesPage />;
  if (!isSignedIn) return <SignInFirst back={shell.path} />;
  const { navigate } = shell;
  return (
    <ShellRouter shell={shell}>
      <Switch>
        <Route path="/profile">
          <ProfilePage />
        </Route>
        <Route path="/profile/email/:step?">{({ step }) => <ContactPage kind="email" sent={step === 'sent'} navigate={navigate} />}</Route>
        <Route path="/profile/phone/:step?">{({ step }) => <ContactPage kind="phone" sent={step === 'sent'} navigate={navigate} />}</Route>
        <Route path="/addresses">
          <AddressesPage />
        </Route>
        <Route path="/addresses/:id">{({ id }) => <AddressPage key={id} id={id} navigate={navigate} />}</Route>
        <Route path="/security/authenticator">
          <AuthenticatorPage />
        </Route>
        <Route path="/security">
          <SecurityPage />
        </Route>
        <Route path="/privacy">
          <PrivacyPage navigate={navigate} />
        </Route>
        <Route path="/privacy/sent">
          <DeletionCodePage />
        </Route>
        <Route>
          <OverviewPage />
        </Route>
      </Switch>
    </ShellRouter>
  );
}

function SignInFirst({ back }: { back: string }) {
  return (
    <>
      <title>{pageTitle(t('account'))}</title>
      <EmptyState drawing="person" as="h1" title={t('sign-in-first')} text={t('sign-in-first-text')}>
        <ButtonLink look="primary" href={paths.login({ back })}>
          {t('sign-in')}
        </ButtonLink>
      </EmptyState>
    </>
  );
}
