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
