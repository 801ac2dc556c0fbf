import { paths, toMessage } from '@souk/api';
import type { Address } from '@souk/api/types/user';
import { useAddAddressMutation, useAddressesQuery, useChangeAddressMutation, useRemoveAddressMutation } from '@souk/api/user';
import { toast } from '@souk/store/signals';
import { Badge, Button, ButtonLink, Card, EmptyState, ErrorNote, PageSkeleton, VisuallyHidden } from '@souk/ui';
import { AccountFrame } from '../frame/AccountFrame';
import { t } from '../messages';
import css from './AddressesPage.module.css';

export function AddressesPage() {
  const { data, error, refetch } = useAddressesQuery();
  return (
    <AccountFrame part="addresses" title={t('addresses')} lead={t('addresses-lead')}>
      {data ? (
        <AddressList addresses={data.items} />
      ) : error ? (
        <ErrorNote {...toMessage(error)} onRetry={() => void refetch()} />
      ) : (
        <PageSkeleton label={t('loading')} />
      )}
    </AccountFrame>
  );
}

function AddressList({ addresses }: { addresses: readonly Address[] }) {
  const { remove, makeDefault, busy } = useAddressBook();
  const add = (
    <ButtonLink look="primary" href={paths.account({ part: 'addresses/new' })}>
      {t('add-address')}
    </ButtonLink>
  );
  if (addresses.length === 0) {
    return (
      <EmptyState drawing="parcel" title={t('no-addresses')} text={t('no-addresses-text')}>
        {add}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={css['list']}>
        {addresses.map((address) => (
          <li key={address.id}>
            <AddressCard address={address} busy={busy} onRemove={() => void remove(address)} onDefault={() => void makeDefault(address)} />
          </li>
        ))}
      </ul>
      <div>{add}</div>
    </>
  );
}

interface AddressCardProps {
  address: Address;
  busy: boolean;
  onRemove: () => void;
  onDefault: () => void;
}

function AddressCard({ address, busy, onRemove, onDefault }: AddressCardProps) {
  const { name, phone, line1, line2, city, state, postal_code, is_default } = address;
  const which = <VisuallyHidden>{t('address-of', { name, line1 })}</VisuallyHidden>;
  return (
    <Card className={css['card']}>
      <address className={css['address']}>
        <strong>{name}</strong> {is_default && <Badge tone="good">{t('default')}</Badge>}
        <span>{line1}</span>
        {line2 && <span>{line2}</span>}
        <span>{`${city}, ${state} ${postal_code}`}</span>
        <span className={css['phone']}>{phone}</span>
      </address>
      <div className={css['actions']}>
        <ButtonLink href={paths.address(address)}>
          {t('change')} {which}
        </ButtonLink>
        {!is_default && (
          <Button busy={busy} onClick={onDefault}>
            {t('make-default')} {which}
          </Button>
        )}
        <Button look="quiet" busy={busy} onClick={onRemove}>
          {t('remove')} {which}
        </Button>
      </div>
    </Card>
  );
}

function useAddressBook() {
  const [add] = useAddAddressMutation();
  const [change, changing] = useChangeAddressMutation();
  const [remove, removing] = useRemoveAddressMutation();
  const told = (error: unknown, done: string, undo?: () => void) => {
    const { cause, fix } = toMessage(error);
    if (error) toast(`${cause} ${fix}`, { tone: 'bad' });
    else toast(done, undo ? { action: { label: t('undo'), run: undo } } : { tone: 'good' });
  };
  return {
    busy: changing.isLoading || removing.isLoading,
    makeDefault: async (address: Address) => {
      const { error } = await change({ ...address, is_default: true });
      told(error, t('default-changed'));
    },
    remove: async ({ id, ...address }: Address) => {
      const { error } = await remove({ id });
      told(error, t('address-removed'), () => void add(address));
    },
  };
}
