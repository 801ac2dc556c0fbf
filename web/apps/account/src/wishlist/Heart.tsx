import { t } from './messages';
import css from './Heart.module.css';

interface HeartProps {
  title: string;
  wished: boolean;
  onToggle: () => void;
}

/** One element, drawn by its style: a listing has many of them. */
export function Heart({ title, wished, onToggle }: HeartProps) {
  return <button type="button" className={css['heart']} aria-pressed={wished} aria-label={t('heart', { title })} onClick={onToggle} />;
}
