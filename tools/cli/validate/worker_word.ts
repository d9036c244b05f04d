/** The first argument of the program in a worker thread, by which its entry tells that it is one. No command has such a name. */
export const workerWord = "(judge in a worker thread)";
