/** What every contender sends: a text that makes an invoke of about 200 bytes. */
export const text = "the quick brown fox jumps over the lazy dog, 0123456789";

/** How many messages may be under way at once when they are sent without waiting. */
export const window = 2000;
