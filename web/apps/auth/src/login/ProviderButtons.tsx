import { toMessage } from '@souk/api';
import { useBeginAtProviderMutation, useProvidersQuery } from '@souk/api/user';
import { keepWayBack } from '@souk/api/way-back';
import { Button, ErrorNote } from '@souk/ui';
import { t } from '../messages';
import css from './ProviderButtons.module.css';

/** Other ways in, where the shop has any; while that is not known, or cannot be, the page is as it is without. */
export function ProviderButtons({ back }: { back: string | undefined }) {
  const { data } = useProvidersQuery();
  const [begin, beginning] = useBeginAtProviderMutation();
  const goTo = async (provider: string) => {
    const { data: onward } = await begin({ provider });
    if (!onward) return;
    keepWayBack(back);
    location.assign(onward.url);
  };
  if (!data?.items.length) return null;

  return (
    <div className={css['providers']}>
      <p className={css['or']}>{t('or')}</p>
      {beginning.error && <ErrorNote {...toMessage(beginning.error)} />}
      {data.items.map(({ name, shown_as }) => (
        <Button key={name} size="large" wide busy={beginning.isLoading && beginning.originalArgs?.provider === name} onClick={() => void goTo(name)}>
          {t('continue-with', { provider: shown_as })}
        </Button>
      ))}
    </div>
  );
}
