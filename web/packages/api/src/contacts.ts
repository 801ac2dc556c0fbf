/** How people are reached, and the code that proves it: what a form can tell without the server. */
export const isEmail = (text: string) => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(text.trim());
export const isPhone = (text: string) => /^\+?[0-9][0-9 ()-]{5,20}[0-9]$/.test(text.trim());
export const isCode = (text: string) => text.replace(/\D/g, '').length === CODE_DIGITS;
export const isLongEnough = (password: string) => [...password].length >= SHORTEST_PASSWORD;

const SHORTEST_PASSWORD = 8;
const CODE_DIGITS = 6;
