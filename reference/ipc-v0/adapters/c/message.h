/* The messages of IPC v0. */
#ifndef MESSAGE_H
#define MESSAGE_H

#include "json.h"

#define PROTOCOL "ipc.v0"

/* The code of what keeps an object from being a message, and why; NULL if nothing does. The envelope is checked first, then the type, then the payload. */
const char *message_problem(const struct json *message, const char **why);

#endif
