/** The kinds of items in an outline (outline.ts). */

/** The program of a command. */
export const PROGRAM = 1;
/** A word that stands as it is. */
export const LITERAL = 2;
/** A word that begins with `~`, the user's own home, and goes on as it stands. */
export const HOME = 3;
/** A word in one pair of quotes, with nothing in them that the shell reads. */
export const QUOTED = 4;
/** A word of several pieces, or with an expansion. */
export const COMPOSED = 5;
/** `NAME=value`, before a program or alone. */
export const ASSIGNMENT = 6;
/** `>` or `>>`; the next item is the file. */
export const REDIRECTION = 7;
/** What ends a command: it stands from behind the command's last word to behind the operator, if there is one. */
export const SEPARATOR = 8;
