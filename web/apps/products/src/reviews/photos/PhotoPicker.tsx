import { toMessage } from '@souk/api';
import { uploadPhoto } from '@souk/api/reviews';
import { Button, ErrorNote, Field, FileChooser } from '@souk/ui';
import { useState } from 'react';
import type { DraftPhoto } from '../draft';
import { t } from '../messages';
import css from './PhotoPicker.module.css';

/** The service's own bounds, said before anything is sent. */
const MOST = 5;
const LARGEST_BYTES = 12_000_000;
const TAKEN = 'image/jpeg,image/png,image/webp,image/gif,image/avif';

interface PhotoPickerProps {
  product: { handle: string };
  photos: readonly DraftPhoto[];
  onChange: (photos: DraftPhoto[]) => void;
}

/** Each photo is sent when it is chosen, so that a text that is refused loses none. */
export function PhotoPicker({ product, photos, onChange }: PhotoPickerProps) {
  const { taking, said, problem, take } = useTaking(product.handle, photos, onChange);
  const replaced = (id: string, alt: string) => photos.map((one) => (one.id === id ? { ...one, alt } : one));
  return (
    <div className={css['picker']} role="group" aria-label={t('photos-label')}>
      <p className={css['label']} aria-hidden="true">
        {t('photos-label')}
      </p>
      {photos.length > 0 && (
        <ul className={css['photos']}>
          {photos.map(({ id, alt, url }, at) => (
            <li key={id} className={css['photo']}>
              <img className={css['preview']} src={url} width="72" height="90" alt={t('photo-nth', { number: at + 1, all: photos.length })} />
              <Field
                label={t('photo-alt', { number: at + 1 })}
                maxLength={120}
                value={alt}
                onChange={({ target }) => onChange(replaced(id, target.value))}
              />
              <Button
                look="quiet"
                aria-label={t('photo-remove', { number: at + 1 })}
                onClick={() => onChange(photos.filter((one) => one.id !== id))}
              >
                ×
              </Button>
            </li>
          ))}
        </ul>
      )}
      <FileChooser
        label={t('photos-add')}
        hint={t('photos-hint', { most: MOST })}
        accept={TAKEN}
        busy={taking}
        full={photos.length >= MOST}
        onChosen={(chosen) => void take(chosen)}
      />
      <p role="status" className={css['hint']}>
        {said}
        {taking && <progress className={css['progress']} aria-hidden="true" />}
      </p>
      {problem && <ErrorNote {...problem} />}
    </div>
  );
}

function useTaking(handle: string, photos: readonly DraftPhoto[], onChange: PhotoPickerProps['onChange']) {
  const [taking, setTaking] = useState(false);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<{ cause: string; fix: string } | null>(null);
  const take = async (chosen: readonly File[]) => {
    setTaking(true);
    setProblem(null);
    const all = [...photos];
    try {
      for (const [at, file] of chosen.entries()) {
        const refused = refusalOf(file, all.length);
        if (refused) {
          setProblem({ cause: refused, fix: t('photos-hint', { most: MOST }) });
          break;
        }
        setSaid(t('photo-taking', { number: at + 1, all: chosen.length }));
        const { id, url, srcset } = await uploadPhoto(handle, file);
        all.push({ id, alt: '', url: srcset[0]?.url ?? url });
        onChange([...all]);
      }
    } catch (error) {
      setProblem(toMessage(error));
    }
    setSaid(all.length > photos.length ? t('photos-taken', { count: all.length }) : '');
    setTaking(false);
  };
  return { taking, said, problem, take };
}

function refusalOf(file: File, already: number): string | null {
  if (already >= MOST) return t('photos-too-many', { most: MOST });
  return file.size > LARGEST_BYTES ? t('photo-too-large', { name: file.name }) : null;
}
