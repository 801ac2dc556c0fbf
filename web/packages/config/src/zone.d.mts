/** Next's own NextConfig, loosely: this package does not depend on Next. */
export function zone(app: { name: string; [option: string]: unknown }): Record<string, unknown>;
