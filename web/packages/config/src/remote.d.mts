import type { RsbuildConfigExport } from '@rsbuild/core';

export function remote(app: { name: string; exposes: Readonly<Record<string, string>> }): RsbuildConfigExport;
