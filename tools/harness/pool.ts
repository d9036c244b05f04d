/**
 * Runs the tasks, at most `jobs` at a time, in their order. Comes when all that began have ended. After one that fails none begins any more; what it threw is
 * thrown then.
 */
export async function inParallel(jobs: number, tasks: readonly (() => Promise<void>)[]): Promise<void> {
  const queue = [...tasks];
  const work = async (): Promise<void> => {
    for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
      try {
        await task();
      } catch (error) {
        queue.length = 0;
        throw error;
      }
    }
  };
  const workers = Array.from({ length: Math.min(jobs, tasks.length) }, work);
  await Promise.allSettled(workers);
  await Promise.all(workers);
}
