const endingSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const actions = new Set<() => void>();

/**
 * Does `action` when this process ends, however it ends, unless it is killed outright; what was asked for last is done first. Answers with what takes
 * it back.
 */
export function atEnd(action: () => void): () => void {
  if (actions.size === 0) {
    process.on("exit", actAll);
    for (const signal of endingSignals) process.on(signal, endBySignal);
  }
  actions.add(action);
  return () => {
    actions.delete(action);
    if (actions.size === 0) stopListening();
  };
}

function actAll(): void {
  for (const action of [...actions].reverse()) action();
}

function endBySignal(signal: NodeJS.Signals): void {
  actAll();
  actions.clear();
  stopListening();
  // Without our listener the signal does what it would have done.
  process.kill(process.pid, signal);
}

function stopListening(): void {
  process.off("exit", actAll);
  for (const signal of endingSignals) process.off(signal, endBySignal);
}
