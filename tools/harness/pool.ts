/** Runs the tasks, at most `jobs` at a time, in their order. Comes when all have ended; throws what the first that failed threw. */
export async function inParallel(jobs: number, tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const queue = [...tasks];
  const worker = async (): Promise<void> => {
    for (let task = queue.shift(); task !== undefined; task = queue.shift()) await task();
  };
  await Promise.all(Array.from({ length: Math.min(jobs, tasks.length) }, worker));
}
