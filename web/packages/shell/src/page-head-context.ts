import { createContext, type ReactNode } from 'react';

/** Where a page's own tags are gathered while sent-page.tsx renders it; elsewhere next/head does that. */
export const HeadContext = createContext<ReactNode[] | null>(null);
