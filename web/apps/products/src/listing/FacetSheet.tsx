import { Button, classes, Dialog, Dot } from '@souk/ui';
import { useEffect, useState } from 'react';
import { t } from '../messages';
import { changeOf, isChosen, isSingle, langOfValues, mostUseful, noneOf, type FacetGroup, type ShownValue } from './facets';
import css from './FacetSheet.module.css';
import { valueName } from './names';
import { linkTo, NO_FILTERS, type ListingQuery } from './query';

interface FacetSheetProps {
  query: ListingQuery;
  groups: readonly FacetGroup[];
  /** The group that somebody wants to see all of; '' for none. */
  openAt: string;
  onClose: () => void;
}

const MOST_AT_FIRST = 8;

/** All filters. Several may be chosen; the page changes once, when they are applied. */
export function FacetSheet({ query, groups, openAt, onClose }: FacetSheetProps) {
  const [wanted, setWanted] = useState(query);
  useEffect(() => {
    if (openAt !== '') document.getElementById(sheetId(openAt))?.scrollIntoView();
  }, [openAt]);
  const change = (next: Partial<ListingQuery>) => setWanted((now) => ({ ...now, ...next }));
  const apply = () => {
    const next = linkTo(wanted, {});
    if (next === linkTo(query, {})) onClose();
    else location.assign(next);
  };

  return (
    <Dialog
      open
      as="sheet"
      title={t('filters')}
      onClose={onClose}
      footer={
        <div className={css['actions']}>
          <Button onClick={() => change(NO_FILTERS)}>{t('clear-all')}</Button>
          <Button look="primary" onClick={apply}>
            {t('filters-apply')}
          </Button>
        </div>
      }
    >
      <div className={css['groups']}>
        {groups.map((group) => (
          <Group key={group.id} group={group} wanted={wanted} opened={group.id === openAt} onChange={change} />
        ))}
      </div>
    </Dialog>
  );
}

const sheetId = (group: string) => `sheet-${group}`;

interface GroupProps {
  group: FacetGroup;
  wanted: ListingQuery;
  opened: boolean;
  onChange: (change: Partial<ListingQuery>) => void;
}

function Group({ group: { id, label, facet, values }, wanted, opened, onChange }: GroupProps) {
  const [all, setAll] = useState(opened);
  const shown = all ? values : mostUseful(values, MOST_AT_FIRST);
  const single = isSingle(facet);
  const none = !values.some((one) => isChosen(wanted, facet, one));
  return (
    <fieldset id={sheetId(id)} className={css['group']}>
      <legend className={css['name']}>{label}</legend>
      {single && <Row type="radio" name={id} chosen={none} text={t('any')} onChoose={() => onChange(noneOf(facet))} />}
      {shown.map((one) => (
        <Row
          key={one.value}
          type={single ? 'radio' : 'checkbox'}
          name={id}
          chosen={isChosen(wanted, facet, one)}
          text={valueName(one)}
          lang={langOfValues(facet)}
          value={one}
          onChoose={() => onChange(changeOf(wanted, facet, one))}
        />
      ))}
      {shown.length < values.length && (
        <Button look="quiet" onClick={() => setAll(true)} aria-label={t('show-all-of', { count: values.length, name: label })}>
          {t('show-all', { count: values.length })}
        </Button>
      )}
    </fieldset>
  );
}

interface RowProps {
  type: 'radio' | 'checkbox';
  name: string;
  chosen: boolean;
  text: string;
  lang?: string | undefined;
  value?: ShownValue;
  onChoose: () => void;
}

function Row({ type, name, chosen, text, lang, value, onChoose }: RowProps) {
  return (
    <label className={classes(css['row'], value?.parent && css['below'])}>
      <input type={type} name={name} checked={chosen} onChange={onChoose} />
      {value?.color && <Dot color={value.color} />}
      <span className={css['label']} lang={lang}>{text}</span>
      {value && <span className={css['count']}>{value.count}</span>}
    </label>
  );
}
