/* A conforming IPC v0 adapter that needs nothing but the C library: cc -std=c11 -o text_caps *.c
 *
 * It does one thing at a time: read a line, act on it, write the answer. No operation takes long, so nothing can be cancelled or time out.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "message.h"
#include "upper_case.h"

#define TEXT_SCHEMA "{\"type\":\"object\",\"required\":[\"text\"],\"properties\":{\"text\":{\"type\":\"string\"}}}"
#define CAPABILITIES                                                                                                             \
  "{\"adapter\":{\"name\":\"text.caps (C)\",\"version\":\"1.0.0\"},\"capabilities\":[{\"name\":\"text.caps\",\"sideEffects\":\"none\"," \
  "\"inputSchema\":" TEXT_SCHEMA ",\"outputSchema\":" TEXT_SCHEMA ",\"timeouts\":{\"defaultMs\":1000}}]}"

enum { max_line = 1048576, recent_count = 1024, id_length = 32 };

/* Both of the hashes that stand for an id must agree before two ids count as one. */
struct id_mark {
  unsigned long long hashes[2];
};

static struct {
  enum { NEW, GREETED, READY } phase;
  double limit; /* of the lines that the runner takes */
  unsigned long sent;
  char capabilities_id[id_length];
  struct id_mark recent[recent_count];
  size_t received;
} session = {NEW, max_line, 0, "", {{{0, 0}}}, 0};

/* Text that grows. */
struct buffer {
  char *bytes;
  size_t length, capacity;
};

enum line_state { END_OF_INPUT, LINE, LINE_TOO_LONG };

static enum line_state read_line(char *line, size_t *length);
static bool receive(char *line, size_t length);
static void refuse(const char *code, const char *why, const struct text *reply_to);

int main(void) {
  static char line[max_line + 1];
  size_t length;
  if (!upper_case_start()) {
    fputs("this system has no UTF-8 locale\n", stderr);
    return 1;
  }
  for (;;) {
    switch (read_line(line, &length)) {
      case END_OF_INPUT: return 0;
      case LINE_TOO_LONG: refuse("IPC_LINE_TOO_LONG", "The line is longer than 1048576 bytes.", NULL); break;
      case LINE:
        if (!receive(line, length)) return 1;
        break;
    }
  }
}

/* Reads a line without its line feed; of one that is too long, everything is passed over. What is left at the end of input is a line. */
static enum line_state read_line(char *line, size_t *length) {
  size_t count = 0;
  int byte;
  while ((byte = getchar()) != EOF && byte != '\n') {
    if (count < max_line) line[count] = (char)byte;
    count++;
  }
  if (byte == EOF && count == 0) return END_OF_INPUT;
  if (count > max_line) return LINE_TOO_LONG;
  line[count] = '\0';
  *length = count;
  return LINE;
}

static bool is_repeated(struct text id);
static void send(const char *type, const struct text *reply_to, const char *payload, size_t length);
static bool act(const struct json *message);

/* Acts on one line. False when the session is over. */
static bool receive(char *line, size_t length) {
  if (strspn(line, " \t\r") == length) return true;
  struct json_document document;
  bool goes_on = true;
  if (!json_parse(line, length, &document)) {
    refuse("IPC_MALFORMED", "The line is not I-JSON in UTF-8, or nests too deep.", NULL);
  } else if (document.root->kind != JSON_OBJECT) {
    refuse("IPC_MALFORMED", "The line is JSON but no object.", NULL);
  } else {
    const struct json *id = json_member(document.root, "id");
    const char *why, *code = message_problem(document.root, &why);
    if (code != NULL) {
      refuse(code, why, id != NULL && id->kind == JSON_STRING ? &id->text : NULL);
    } else if (is_repeated(id->text)) {
      refuse("IPC_DUPLICATE_ID", "A message with this id was received before.", &id->text);
    } else {
      goes_on = act(document.root);
    }
  }
  json_free(&document);
  return goes_on;
}

static bool greet(const struct text *id, const struct json *payload);
static void invoke(const struct text *id, const struct json *payload);

static bool act(const struct json *message) {
  struct text type = json_member(message, "type")->text;
  const struct text *id = &json_member(message, "id")->text;
  const struct json *payload = json_member(message, "payload"), *reply_to = json_member(message, "replyTo");
  if (text_is(type, "hello") && session.phase == NEW) return greet(id, payload);
  if (text_is(type, "capabilities_ack") && session.phase == GREETED && text_is(reply_to->text, session.capabilities_id)) {
    session.phase = READY;
  } else if (text_is(type, "invoke") && session.phase == READY) {
    invoke(id, payload);
  } else if (!text_is(type, "cancel") && !text_is(type, "error")) {
    /* A cancel always comes too late here, which is no mistake. */
    refuse("IPC_STATE", "Such a message cannot come here.", id);
  }
  return true;
}

static bool greet(const struct text *id, const struct json *payload) {
  const struct json *offered = json_member(payload, "protocols")->first;
  while (offered != NULL && !text_is(offered->text, PROTOCOL)) offered = offered->next;
  if (offered == NULL) {
    refuse("IPC_PROTO_MISMATCH", "This adapter speaks " PROTOCOL " only.", id);
    return false;
  }
  const struct json *limit = json_member(json_member(payload, "session"), "maxLineBytes");
  if (limit != NULL) session.limit = limit->number;
  static const char ack[] = "{\"role\":\"adapter\",\"selected\":\"" PROTOCOL "\",\"maxLineBytes\":1048576}";
  send("hello_ack", id, ack, strlen(ack));
  send("capabilities", id, CAPABILITIES, strlen(CAPABILITIES));
  snprintf(session.capabilities_id, sizeof session.capabilities_id, "adapter-%lu", session.sent);
  session.phase = GREETED;
  return true;
}

static void add(struct buffer *buffer, const char *bytes, size_t length);
static void add_text(struct buffer *buffer, const char *text);
static void add_string(struct buffer *buffer, struct text text);

static void invoke(const struct text *id, const struct json *payload) {
  if (!text_is(json_member(payload, "op")->text, "text.caps")) {
    refuse("ADAPTER_NO_SUCH_OP", "The adapter does not declare this operation.", id);
    return;
  }
  const struct json *text = json_member(json_member(payload, "args"), "text");
  if (text == NULL || text->kind != JSON_STRING) {
    refuse("ADAPTER_BAD_INPUT", "`text` must be a string.", id);
    return;
  }
  struct buffer upper = {NULL, 0, 0}, result = {NULL, 0, 0};
  for (size_t i = 0; i < text->text.length;) {
    unsigned long code, codes[3];
    char bytes[4];
    i += utf8_read(text->text.bytes + i, &code);
    size_t count = upper_case(code, codes);
    for (size_t k = 0; k < count; k++) add(&upper, bytes, utf8_write(bytes, codes[k]));
  }
  add_text(&result, "{\"ok\":true,\"data\":{\"text\":");
  add_string(&result, (struct text){upper.bytes, upper.length});
  add_text(&result, "}}");
  send("result", id, result.bytes, result.length);
  free(upper.bytes);
  free(result.bytes);
}

/* The error that says what `reply_to` was refused for. */
static void refuse(const char *code, const char *why, const struct text *reply_to) {
  struct buffer payload = {NULL, 0, 0};
  add_text(&payload, "{\"retryable\":false,\"code\":\"");
  add_text(&payload, code);
  add_text(&payload, "\",\"message\":\"");
  add_text(&payload, why);
  add_text(&payload, "\"");
  if (strcmp(code, "IPC_DUPLICATE_ID") == 0) {
    /* As `replyTo` the id would name the first message that had it. */
    add_text(&payload, ",\"details\":{\"id\":");
    add_string(&payload, *reply_to);
    add_text(&payload, "}");
    reply_to = NULL;
  }
  add_text(&payload, "}");
  send("error", reply_to, payload.bytes, payload.length);
  free(payload.bytes);
}

static void send(const char *type, const struct text *reply_to, const char *payload, size_t length) {
  char start[160], now[32];
  time_t seconds = time(NULL);
  strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%SZ", gmtime(&seconds));
  snprintf(start, sizeof start, "{\"v\":\"" PROTOCOL "\",\"id\":\"adapter-%lu\",\"ts\":\"%s\",\"type\":\"%s\"", session.sent + 1, now, type);
  struct buffer line = {NULL, 0, 0};
  add_text(&line, start);
  if (reply_to != NULL) {
    add_text(&line, ",\"replyTo\":");
    add_string(&line, *reply_to);
  }
  add_text(&line, ",\"payload\":");
  add(&line, payload, length);
  add_text(&line, "}\n");
  if ((double)(line.length - 1) <= session.limit) {
    session.sent++;
    fwrite(line.bytes, 1, line.length, stdout);
    fflush(stdout);
  } else {
    /* Too long for the runner. If even the error about it is, what it answers has an id of almost a line. */
    refuse("ADAPTER_RESULT_TOO_LARGE", "The answer does not fit in one line.", strcmp(type, "result") == 0 ? reply_to : NULL);
  }
  free(line.bytes);
}

static void add(struct buffer *buffer, const char *bytes, size_t length) {
  if (length > buffer->capacity - buffer->length) {
    buffer->capacity = 2 * (buffer->length + length);
    buffer->bytes = realloc(buffer->bytes, buffer->capacity);
    if (buffer->bytes == NULL) abort();
  }
  if (length > 0) memcpy(buffer->bytes + buffer->length, bytes, length);
  buffer->length += length;
}

static void add_text(struct buffer *buffer, const char *text) {
  add(buffer, text, strlen(text));
}

static void add_string(struct buffer *buffer, struct text text) {
  add_text(buffer, "\"");
  for (size_t i = 0; i < text.length; i++) {
    unsigned char byte = (unsigned char)text.bytes[i];
    char escape[8];
    if (byte < 0x20) {
      snprintf(escape, sizeof escape, "\\u%04x", byte);
      add_text(buffer, escape);
    } else {
      if (byte == '"' || byte == '\\') add_text(buffer, "\\");
      add(buffer, text.bytes + i, 1);
    }
  }
  add_text(buffer, "\"");
}

/* Whether the id is one of the last that were received; it is from now on. */
static bool is_repeated(struct text id) {
  /* FNV-1a from two starting points. */
  struct id_mark mark = {{14695981039346656037u, 1099511628211u}};
  for (size_t i = 0; i < id.length; i++) {
    for (int k = 0; k < 2; k++) mark.hashes[k] = (mark.hashes[k] ^ (unsigned char)id.bytes[i]) * 1099511628211u;
  }
  for (size_t i = 0; i < session.received && i < recent_count; i++) {
    if (session.recent[i].hashes[0] == mark.hashes[0] && session.recent[i].hashes[1] == mark.hashes[1]) return true;
  }
  session.recent[session.received++ % recent_count] = mark;
  return false;
}
