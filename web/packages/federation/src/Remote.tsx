import { ErrorNote } from '@souk/ui';
import { Component, useEffect, useState, type ReactNode } from 'react';
import type { PropsOf, RemoteId } from './contract';
import { Placeholder, useEarly } from './early';
import { reloadOnceIfChunkWasLost, useRemote } from './loading';
import { t } from './messages';

interface RemoteProps<Id extends RemoteId> {
  id: Id;
  props: PropsOf<Id>;
  /** Stands in the same place and size until the piece is there; its button, with `data-early`, may be pressed already. */
  placeholder?: ReactNode;
  /** Instead of the message with a retry button, where that would be too big. */
  fallback?: (retry: () => void) => ReactNode;
  /** Load at once instead of after idle time: for what the page is about. */
  eager?: boolean;
  /** Load when its own place (`true`), or the first element that this selector finds, comes near the screen: for what many never scroll to. */
  near?: true | string;
  onMounted?: () => void;
}

/** A piece of another micro frontend, by its id. It may be missing, slow or throwing; the page goes on. */
export function Remote<Id extends RemoteId>(remote: RemoteProps<Id>) {
  const [attempt, setAttempt] = useState(0);
  const retry = () => setAttempt((before) => before + 1);
  const failed = remote.fallback?.(retry) ?? <Failed retry={retry} />;

  return (
    <Boundary key={attempt} fallback={failed}>
      <Mounted {...remote} attempt={attempt} failed={failed} />
    </Boundary>
  );
}

function Mounted<Id extends RemoteId>(
  props: RemoteProps<Id> & { attempt: number; failed: ReactNode },
) {
  const near = props.near === true ? `[data-piece="${props.id}"]` : props.near;
  const loading = useRemote(props.id, props.attempt, props.eager ? 'at once' : near === undefined ? 'idle' : { near });
  const { place, left } = useEarly(loading.step);

  switch (loading.step) {
    case 'waiting':
      return (
        <div ref={place} data-piece={props.id}>
          <Placeholder place={place} left={left}>
            {props.placeholder}
          </Placeholder>
        </div>
      );
    case 'failed':
      return (
        <div ref={place} data-piece={props.id}>
          {props.failed}
        </div>
      );
    case 'ready': {
      const { Piece, part } = loading.loaded;
      return (
        <div ref={place} data-piece={`${props.id} · ${part.team} · ${part.version}`}>
          <loading.Provider>
            <Piece {...props.props} />
          </loading.Provider>
          <WhenMounted run={props.onMounted} />
        </div>
      );
    }
    default:
      return loading satisfies never;
  }
}

function WhenMounted({ run }: { run: (() => void) | undefined }) {
  useEffect(() => run?.(), [run]);
  return null;
}

function Failed({ retry }: { retry: () => void }) {
  return <ErrorNote cause={t('piece-missing')} fix={t('piece-missing-fix')} onRetry={retry} />;
}

class Boundary extends Component<{ fallback: ReactNode; children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError() {
    return { broken: true };
  }

  override componentDidCatch(error: unknown) {
    reloadOnceIfChunkWasLost(error);
  }

  override render() {
    return this.state.broken ? this.props.fallback : this.props.children;
  }
}
