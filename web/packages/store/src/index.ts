/** One store for all micro frontends; a singleton at run time. */
export { SoukProvider, store, useAppDispatch, useAppSelector, type State } from './store';
export { openPanel, panelClosed, panelOpened, type Panel } from './panels';
export { chosenTheme, themeChosen, type Theme } from './themes';
