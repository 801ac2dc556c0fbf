import { configureStore } from '@reduxjs/toolkit';
import { setupListeners } from '@reduxjs/toolkit/query';
import { api, configureApi } from '@souk/api';
import { forgetDrafts } from '@souk/api/storage';
import type { ReactNode } from 'react';
import { Provider } from 'react-redux';
import { sendLeftOvers } from './left-over';
import { watchPeople } from './people';
import { forgetViewed } from './recently-viewed';
import { emit, on } from './signals';

/** The one store of the page: the cache of what servers said. */
export const store = configureStore({
  reducer: { [api.reducerPath]: api.reducer },
  middleware: (defaults) => defaults().concat(api.middleware),
});

export function SoukProvider({ children }: { children: ReactNode }) {
  return <Provider store={store}>{children}</Provider>;
}

if (typeof window !== 'undefined') {
  setupListeners(store.dispatch); // polling rests in a hidden tab, and a reconnected one asks again
  watchPeople({
    forget: () => store.dispatch(api.util.resetApiState()),
    startAnew: () => {
      document.body.hidden = true; // the old page must not be seen while the new one comes
      location.reload();
    },
  });
  on('auth:signed-out', forgetViewed);
  on('auth:signed-out', forgetDrafts); // the next person at this browser is another one
  configureApi({ onSignedOut: () => emit('auth:signed-out', null) });
  void sendLeftOvers(store.dispatch);
  for (const event of ['pageshow', 'prerenderingchange']) addEventListener(event, () => void sendLeftOvers(store.dispatch), true);
}
