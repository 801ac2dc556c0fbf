import { classes } from '@souk/ui';
import { t } from './messages';
import css from './StarsChoice.module.css';

interface StarsChoiceProps {
  stars: number;
  error: string | undefined;
  onChoose: (stars: number) => void;
}

const ALL = [1, 2, 3, 4, 5] as const;

/** A radio group, so arrow keys work; what is chosen also stands there as a word. */
export function StarsChoice({ stars, error, onChoose }: StarsChoiceProps) {
  return (
    <fieldset className={css['group']} aria-describedby={error ? 'stars-error' : undefined}>
      <legend className={css['legend']}>{t('stars-label')}</legend>
      <div className={css['row']}>
        {ALL.map((one) => (
          <label key={one} className={classes(css['star'], one <= stars && css['full'])}>
            <input
              className={css['input']}
              type="radio"
              name="stars"
              value={one}
              checked={one === stars}
              aria-label={`${t('stars-many', { count: one })}: ${t(`word-${one}`)}`}
              onChange={() => onChoose(one)}
            />
            <svg viewBox="0 0 20 20" width="32" height="32" aria-hidden="true">
              <path d="M10 1.6l2.6 5.4 5.9.8-4.3 4.1 1.1 5.9L10 15l-5.3 2.8 1.1-5.9L1.5 7.8l5.9-.8z" />
            </svg>
          </label>
        ))}
        <span className={css['word']} aria-hidden="true">
          {isOne(stars) && t(`word-${stars}`)}
        </span>
      </div>
      {error && (
        <p id="stars-error" className={css['error']}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

function isOne(stars: number): stars is (typeof ALL)[number] {
  return stars > 0;
}
