import { toMessage } from '@souk/api';
import { attachFile } from '@souk/api/support';
import type { TakenFile } from '@souk/api/types/support';
import { Button, ErrorNote, FileChooser, VisuallyHidden } from '@souk/ui';
import { useState } from 'react';
import { t } from '../messages';
import css from './AttachFiles.module.css';
import { sizeWords } from './size-words';

/** The service's own bounds, said before anything is sent. */
const MOST = 5;
const LARGEST_BYTES = 5_000_000;
const TAKEN = '.jpg,.jpeg,.png,.gif,.webp,.pdf,.txt,.log,.csv';

interface AttachFilesProps {
  files: readonly TakenFile[];
  onChange: (files: readonly TakenFile[]) => void;
}

/** Each file is sent when it is chosen; the message names it. */
export function AttachFiles({ files, onChange }: AttachFilesProps) {
  const { taking, said, problem, take } = useTaking(files, onChange);
  return (
    <div className={css['attach']} role="group" aria-label={t('files-label')}>
      <FileChooser
        label={t('files-add')}
        hint={t('files-hint', { most: MOST })}
        accept={TAKEN}
        busy={taking}
        full={files.length >= MOST}
        onChosen={(chosen) => void take(chosen)}
      />
      {files.length > 0 && (
        <ul className={css['files']} aria-label={t('files-list')}>
          {files.map(({ id, name, size }) => (
            <li key={id} className={css['file']}>
              <span className={css['name']}>{name}</span>
              <span className={css['hint']}>{sizeWords(size)}</span>
              <Button
                look="quiet"
                aria-label={t('file-remove', { name })}
                onClick={() => onChange(files.filter((other) => other.id !== id))}
              >
                ×
              </Button>
            </li>
          ))}
        </ul>
      )}
      <p role="status" className={css['hint']}>
        {taking ? said : <VisuallyHidden>{said}</VisuallyHidden>}
      </p>
      {problem && <ErrorNote {...problem} />}
    </div>
  );
}

function useTaking(files: readonly TakenFile[], onChange: AttachFilesProps['onChange']) {
  const [taking, setTaking] = useState(false);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<{ cause: string; fix: string } | null>(null);
  const take = async (chosen: readonly File[]) => {
    setTaking(true);
    setProblem(null);
    let all = files;
    try {
      for (const file of chosen) {
        const refused = refusalOf(file, all.length);
        if (refused) {
          setProblem({ cause: refused, fix: t('files-hint', { most: MOST }) });
          break;
        }
        setSaid(t('file-taking', { name: file.name }));
        all = [...all, await attachFile(file)];
        onChange(all);
        setSaid(t('file-taken', { name: file.name }));
      }
    } catch (error) {
      setSaid('');
      setProblem(toMessage(error));
    } finally {
      setTaking(false);
    }
  };
  return { taking, said, problem, take };
}

function refusalOf(file: File, already: number): string | null {
  if (already >= MOST) return t('files-too-many', { most: MOST });
  return file.size > LARGEST_BYTES ? t('files-too-large', { name: file.name }) : null;
}
