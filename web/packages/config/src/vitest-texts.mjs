import texts from '@souk/catalogues';

/** As a page has them before its code runs. */
globalThis.soukTexts = texts;
