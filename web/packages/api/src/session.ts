/** What a renewal needs from the outside, so that a test can stand in for browser and server. */
export interface SessionDoors {
  /** The readable mark of the session, undefined when signed out. */
  mark: () => string | undefined;
  /** Runs `work` while no other tab runs its own. */
  alone: (work: () => Promise<void>) => Promise<void>;
  /** Asks the server for new tokens; rejects when it refuses. */
  refresh: () => Promise<void>;
}

export interface Session {
  /** Resolves once the call may be sent again; rejects when the session cannot be renewed. */
  renew: (markWhenSent: string | undefined) => Promise<void>;
}

/**
 * One refresh for any number of failed calls, in this tab and across tabs.
 * A mark that differs from the one a call left with means that somebody has renewed already: just retry.
 */
export function keepSession(doors: SessionDoors): Session {
  let running: Promise<void> | undefined;
  const renewedSince = (markWhenSent: string | undefined) => {
    const now = doors.mark();
    return now !== undefined && now !== markWhenSent;
  };

  return {
    renew(markWhenSent) {
      if (!running && renewedSince(markWhenSent)) return Promise.resolve();
      running ??= doors
        .alone(async () => {
          if (!renewedSince(markWhenSent)) await doors.refresh();
        })
        .finally(() => {
          running = undefined;
        });
      return running;
    },
  };
}

/** Web Lock where there is one (https or localhost), else only this tab's own order. */
export async function alone(name: string, work: () => Promise<void>): Promise<void> {
  if (!globalThis.navigator?.locks) return work();
  await navigator.locks.request(name, work);
}
