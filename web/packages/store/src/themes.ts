import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { isTheme, type Theme } from './theme-choice';

export type { Theme };

export const themes = createSlice({
  name: 'theme',
  initialState: { chosen: 'system' as Theme },
  reducers: {
    themeChosen(state, { payload }: PayloadAction<Theme>) {
      if (isTheme(payload)) state.chosen = payload;
    },
  },
  selectors: { chosenTheme: (state) => state.chosen },
});

export const { themeChosen } = themes.actions;
export const { chosenTheme } = themes.selectors;
