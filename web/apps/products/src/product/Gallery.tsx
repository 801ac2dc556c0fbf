import type { Image } from '@souk/api/types/product';
import { classes, Picture } from '@souk/ui';
import { useLayoutEffect, useRef, useState, type MouseEvent, type UIEvent } from 'react';
import { t } from '../messages';
import css from './Gallery.module.css';

interface GalleryProps {
  images: readonly Image[];
  shown: number;
  onShow: (at: number) => void;
}

const SIZES = '(width < 800px) 92vw, 560px';
const ENLARGED = '1200px';
/** A swipe is over when nothing has moved for so long. */
const SETTLED_MS = 120;

/**
 * Pictures side by side, swiped or chosen below, and enlarged where they are. Without JavaScript it is the same strip:
 * the small pictures lead to the large ones, and those to their files.
 */
export function Gallery({ images, shown, onShow }: GalleryProps) {
  const [large, setLarge] = useState<number | null>(null);
  const { strip, onScroll } = useStrip(shown, onShow);
  useLayoutEffect(() => setLarge(null), [shown]);
  return (
    <section aria-label={t('gallery')} className={css['gallery']}>
      {/* The keys are those of the links in it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <ul ref={strip} className={css['strip']} onScroll={onScroll} onKeyDown={({ key }) => key === 'Escape' && setLarge(null)}>
        {images.length === 0 && (
          <li className={css['view']}>
            <Picture image={null} sizes={SIZES} className={css['large']} />
          </li>
        )}
        {images.map((image, at) => (
          <View
            key={image.url}
            image={image}
            at={at}
            isShown={at === shown}
            isLarge={large === at}
            onPress={() => setLarge(large === at ? null : at)}
          />
        ))}
      </ul>
      {images.length > 1 && <Choices images={images} shown={shown} onShow={onShow} />}
    </section>
  );
}

/** It stands where it is told to, and tells where it was swiped to. */
function useStrip(shown: number, onShow: (at: number) => void) {
  const strip = useRef<HTMLUListElement>(null);
  const settling = useRef(0);
  useLayoutEffect(() => {
    const place = strip.current && placeOf(strip.current, shown);
    if (strip.current && place !== null && Math.abs(strip.current.scrollLeft - place) > 2) strip.current.scrollTo({ left: place });
  }, [shown]);
  const onScroll = ({ currentTarget, target }: UIEvent<HTMLUListElement>) => {
    if (target !== currentTarget) return; // an enlarged picture moves within its frame
    clearTimeout(settling.current);
    settling.current = window.setTimeout(() => {
      const at = nearest(currentTarget);
      if (at !== shown) onShow(at);
    }, SETTLED_MS);
  };
  return { strip, onScroll };
}

/** A modified press opens the file, as that of any link. */
function pressing(act: () => void) {
  return (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    act();
  };
}

interface ViewProps {
  image: Image;
  at: number;
  isShown: boolean;
  isLarge: boolean;
  onPress: () => void;
}

function View({ image, at, isShown, isLarge, onPress }: ViewProps) {
  return (
    <li id={viewId(at)} className={css['view']}>
      <a
        href={image.url}
        className={classes(css['frame'], isLarge && css['enlarged'])}
        aria-label={t(isLarge ? 'picture-whole' : 'picture-enlarge', { what: image.alt })}
        onClick={pressing(onPress)}
        onMouseMove={isLarge ? follow : undefined}
      >
        <Picture
          image={image}
          sizes={isLarge ? ENLARGED : SIZES}
          first={at === 0}
          className={classes(css['large'], isShown && 'growing-picture')}
        />
      </a>
    </li>
  );
}

function Choices({ images, shown, onShow }: GalleryProps) {
  return (
    <ul className={css['row']}>
      {images.map((one, at) => (
        <li key={one.url}>
          <a
            href={`#${viewId(at)}`}
            className={classes(css['small'], at === shown && css['shown'])}
            aria-label={t('show-picture', { number: at + 1, all: images.length })}
            aria-current={at === shown ? 'true' : undefined}
            onClick={pressing(() => onShow(at))}
          >
            <Picture image={one} sizes="72px" alt="" />
          </a>
        </li>
      ))}
    </ul>
  );
}

const viewId = (at: number) => `view-${at + 1}`;

/** Where a strip is scrolled to for one of its pictures; less than nothing where it is read from right to left. */
function placeOf(strip: HTMLElement, at: number): number | null {
  const [first, wanted] = [strip.children[0], strip.children[at]] as (HTMLElement | undefined)[];
  return first && wanted ? wanted.offsetLeft - first.offsetLeft : null;
}

function nearest(strip: HTMLElement): number {
  return Math.round(Math.abs(strip.scrollLeft) / Math.max(1, strip.clientWidth));
}

/** The enlarged picture moves with the mouse; fingers move it themselves. */
function follow({ currentTarget: frame, clientX, clientY }: MouseEvent<HTMLElement>): void {
  const { left, top, width, height } = frame.getBoundingClientRect();
  frame.scrollTo({
    left: ((clientX - left) / width) * (frame.scrollWidth - width),
    top: ((clientY - top) / height) * (frame.scrollHeight - height),
    behavior: 'instant',
  });
}
