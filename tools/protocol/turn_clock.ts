/**
 * A clock that is read once a turn of the event loop, at first use, since what is sent in a turn leaves at its end, and reading a clock costs as much as
 * writing half a message.
 */
export function createTurnClock(read: () => number): () => number {
  let time: number | undefined;
  const forget = (): void => {
    time = undefined;
  };
  return () => {
    if (time === undefined) {
      time = read();
      queueMicrotask(forget);
    }
    return time;
  };
}
