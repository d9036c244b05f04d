/* Upper case by the default mapping of Unicode, whatever the locale of the user. */
#ifndef UPPER_CASE_H
#define UPPER_CASE_H

#include <stdbool.h>
#include <stddef.h>

/* False if the system has no table of characters. To be called first. */
bool upper_case_start(void);

/* Writes the upper case of one code point, at most three of them, and returns their number. */
size_t upper_case(unsigned long code, unsigned long upper[3]);

#endif
