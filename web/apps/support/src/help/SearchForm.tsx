import { Button, Field } from '@souk/ui';
import { useState, type FormEvent } from 'react';
import { t } from '../messages';
import css from './SearchForm.module.css';

interface SearchFormProps {
  words: string;
  onSearch: (words: string) => void;
}

export function SearchForm({ words, onSearch }: SearchFormProps) {
  const [typed, setTyped] = useState(words);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(typed.trim());
  };
  return (
    <form role="search" className={css['form']} onSubmit={submit}>
      <Field
        type="search"
        label={t('search-label')}
        hint={t('search-hint')}
        value={typed}
        maxLength={200}
        onChange={({ target }) => setTyped(target.value)}
        after={
          <Button type="submit" look="primary">
            {t('search-button')}
          </Button>
        }
      />
    </form>
  );
}
