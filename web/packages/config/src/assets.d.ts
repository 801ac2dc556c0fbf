declare module '*.module.css' {
  const classes: Readonly<Record<string, string>>;
  export default classes;
}
declare module '*.css';
declare module '@souk/catalogues' {
  const all: NonNullable<typeof globalThis.soukTexts>;
  export default all;
}
