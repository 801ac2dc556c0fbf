import { configureStore } from '@reduxjs/toolkit';
import { setupListeners } from '@reduxjs/toolkit/query';
import { api, configureApi } from '@souk/api';
import type { ReactNode } from 'react';
import { Provider, useDispatch, useSelector } from 'react-redux';
import { panels } from './panels';
import { emit, on } from './signals';
import { readTheme } from './theme-choice';
import { themeChosen, themes } from './themes';

/** The one store of the page: the cache of what servers said, and slices of what the browser decided. */
export const store = configureStore({
  reducer: { [api.reducerPath]: api.reducer, [themes.name]: themes.reducer, [panels.name]: panels.reducer },
  middleware: (defaults) => defaults().concat(api.middleware),
});

export type State = ReturnType<typeof store.getState>;
export const useAppDispatch = useDispatch.withTypes<typeof store.dispatch>();
export const useAppSelector = useSelector.withTypes<State>();

export function SoukProvider({ children }: { children: ReactNode }) {
  return <Provider store={store}>{children}</Provider>;
}

/** Nothing of the last person may stay in the cache. */
function forgetPerson(): void {
  store.dispatch(api.util.resetApiState());
}

if (typeof window !== 'undefined') {
  setupListeners(store.dispatch); // polling rests in a hidden tab, and a reconnected one asks again
  store.dispatch(themeChosen(readTheme()));
  on('shell:theme-chosen', ({ theme }) => store.dispatch(themeChosen(theme)));
  on('auth:signed-out', forgetPerson);
  configureApi({ onSignedOut: () => emit('auth:signed-out', null) });
}
