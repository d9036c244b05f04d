/** Behind `validate`, what this program is asked to do in a worker thread. No command line can hold the NUL. */
export const workerWord = "\u0000judge";
