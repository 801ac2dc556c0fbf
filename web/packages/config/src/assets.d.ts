declare module '*.module.css' {
  const classes: Readonly<Record<string, string>>;
  export default classes;
}
declare module '*.css';
declare module '@souk/catalogues' {
  type Message = string | ({ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>);
  const all: Record<string, Record<string, Record<string, Message>>>;
  export default all;
}

declare module '@souk/missing' {
  /** By path, what a build with several zones' pages says of what a zone does not have; a browser has none. */
  const missing: Readonly<Record<string, import('react').ComponentType>>;
  export default missing;
}
