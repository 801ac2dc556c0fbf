/** Ends a long task: what was painted, tapped or typed meanwhile comes before what follows. */
export function turn(): Promise<void> {
  const { scheduler } = globalThis as { scheduler?: Partial<Scheduler> }; // Safari has none
  return scheduler?.yield?.() ?? new Promise((go) => setTimeout(go));
}
