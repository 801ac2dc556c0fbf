/** The user service's verbs, by what they are about; a page carries those alone that it uses. */
export * from './user/entering';
export * from './user/privacy';
export * from './user/profile';
export * from './user/providers';
export * from './user/security';
export * from './user/notices';
export * from './user/wishes';
