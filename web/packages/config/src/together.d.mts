/** Next's own NextConfig, loosely: this package does not depend on Next. */
export function together(): Record<string, unknown>;
