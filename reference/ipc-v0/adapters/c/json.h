/* Strict JSON: I-JSON (RFC 7493) in UTF-8, at most 64 levels deep. */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stddef.h>

enum json_kind { JSON_NULL, JSON_BOOLEAN, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

/* Bytes of UTF-8; they may hold a NUL, so that the length counts. */
struct text {
  const char *bytes;
  size_t length;
};

struct json {
  enum json_kind kind;
  struct text text;   /* of a string, without its escapes */
  double number;      /* of a number */
  bool truth;         /* of a boolean */
  struct json *first; /* of an array or object */
  struct json *next;  /* the next item of the array or object that this one is in */
  struct text name;   /* in an object */
};

struct json_document {
  struct json *root;
  struct json *nodes;
};

/* Parses `line`, which ends in a NUL that `length` does not count, and unescapes its strings in place. False if it is not strict JSON. */
bool json_parse(char *line, size_t length, struct json_document *document);
void json_free(struct json_document *document);

/* The member of an object; NULL if there is none, or if `object` is none. */
const struct json *json_member(const struct json *object, const char *name);

bool text_is(struct text text, const char *word);

/* Reads one code point of valid UTF-8 and returns the number of its bytes; writes one likewise. */
size_t utf8_read(const char *bytes, unsigned long *code);
size_t utf8_write(char *bytes, unsigned long code);

#endif
