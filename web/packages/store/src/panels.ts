import { createSlice, type PayloadAction } from '@reduxjs/toolkit';

export type Panel = 'bag' | 'account' | 'filters';

export const panels = createSlice({
  name: 'panels',
  initialState: { open: null as Panel | null },
  reducers: {
    panelOpened(state, { payload }: PayloadAction<Panel>) {
      state.open = payload;
    },
    panelClosed(state) {
      state.open = null;
    },
  },
  selectors: { openPanel: (state) => state.open },
});

export const { panelOpened, panelClosed } = panels.actions;
export const { openPanel } = panels.selectors;
