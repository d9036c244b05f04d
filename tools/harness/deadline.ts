/** What `within` answers when the time ran out. */
export const deadline = Symbol("deadline");

/** What `promise` comes to, or `deadline` after that many milliseconds. Nothing is left ticking. */
export async function within<Value>(promise: Promise<Value>, milliseconds: number): Promise<Value | typeof deadline> {
  let timer: NodeJS.Timeout | undefined;
  const ran = new Promise<typeof deadline>((resolve) => {
    timer = setTimeout(() => {
      resolve(deadline);
    }, milliseconds);
  });
  try {
    return await Promise.race([promise, ran]);
  } finally {
    clearTimeout(timer);
  }
}

/** A pause of that many milliseconds. */
export async function pause(milliseconds: number): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
