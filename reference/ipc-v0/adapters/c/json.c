#include "json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { max_depth = 64 };

struct parser {
  char *at;
  struct json *nodes;
  size_t used;
};

static bool is_utf8(const char *bytes, size_t length);
static size_t count_values(const char *line, size_t length);
static struct json *parse_value(struct parser *parser, int depth);
static void skip_space(struct parser *parser);

bool json_parse(char *line, size_t length, struct json_document *document) {
  document->nodes = NULL;
  if (!is_utf8(line, length)) return false;
  document->nodes = calloc(count_values(line, length), sizeof(struct json));
  if (document->nodes == NULL) abort();
  struct parser parser = {line, document->nodes, 0};
  document->root = parse_value(&parser, 0);
  skip_space(&parser);
  return document->root != NULL && parser.at == line + length;
}

void json_free(struct json_document *document) {
  free(document->nodes);
}

const struct json *json_member(const struct json *object, const char *name) {
  if (object == NULL || object->kind != JSON_OBJECT) return NULL;
  for (const struct json *member = object->first; member != NULL; member = member->next) {
    if (text_is(member->name, name)) return member;
  }
  return NULL;
}

bool text_is(struct text text, const char *word) {
  return text.length == strlen(word) && memcmp(text.bytes, word, text.length) == 0;
}

/* The first value stands alone or begins an array or object; each further one comes after a comma. */
static size_t count_values(const char *line, size_t length) {
  size_t count = 1;
  for (size_t i = 0; i < length; i++) count += line[i] == '[' || line[i] == '{' || line[i] == ',';
  return count;
}

static struct json *parse_string(struct parser *parser);
static struct json *parse_number(struct parser *parser);
static struct json *parse_items(struct parser *parser, enum json_kind kind, char end, int depth);

static struct json *new_node(struct parser *parser, enum json_kind kind) {
  struct json *node = &parser->nodes[parser->used++];
  node->kind = kind;
  return node;
}

static void skip_space(struct parser *parser) {
  while (*parser->at == ' ' || *parser->at == '\t' || *parser->at == '\r' || *parser->at == '\n') parser->at++;
}

static bool take(struct parser *parser, const char *word) {
  if (strncmp(parser->at, word, strlen(word)) != 0) return false;
  parser->at += strlen(word);
  return true;
}

static struct json *parse_word(struct parser *parser, const char *word, enum json_kind kind) {
  if (!take(parser, word)) return NULL;
  struct json *node = new_node(parser, kind);
  node->truth = word[0] == 't';
  return node;
}

/* NULL if there is no value. */
static struct json *parse_value(struct parser *parser, int depth) {
  skip_space(parser);
  switch (*parser->at) {
    case '{': return depth < max_depth ? parse_items(parser, JSON_OBJECT, '}', depth + 1) : NULL;
    case '[': return depth < max_depth ? parse_items(parser, JSON_ARRAY, ']', depth + 1) : NULL;
    case '"': return parse_string(parser);
    case 't': return parse_word(parser, "true", JSON_BOOLEAN);
    case 'f': return parse_word(parser, "false", JSON_BOOLEAN);
    case 'n': return parse_word(parser, "null", JSON_NULL);
    default: return parse_number(parser);
  }
}

static bool read_text(struct parser *parser, struct text *text);
static bool names_repeat(const struct json *object, size_t count);

static struct json *parse_items(struct parser *parser, enum json_kind kind, char end, int depth) {
  struct json *node = new_node(parser, kind);
  struct json **link = &node->first;
  size_t count = 0;
  parser->at++;
  skip_space(parser);
  if (*parser->at == end) {
    parser->at++;
    return node;
  }
  for (;;) {
    struct text name = {NULL, 0};
    if (kind == JSON_OBJECT) {
      skip_space(parser);
      if (*parser->at != '"' || !read_text(parser, &name)) return NULL;
      skip_space(parser);
      if (!take(parser, ":")) return NULL;
    }
    struct json *item = parse_value(parser, depth);
    if (item == NULL) return NULL;
    item->name = name;
    *link = item;
    link = &item->next;
    count++;
    skip_space(parser);
    if (*parser->at == end) break;
    if (!take(parser, ",")) return NULL;
  }
  parser->at++;
  return kind == JSON_OBJECT && names_repeat(node, count) ? NULL : node;
}

static int compare_names(const void *left, const void *right) {
  const struct text *a = left, *b = right;
  if (a->length != b->length) return a->length < b->length ? -1 : 1;
  return memcmp(a->bytes, b->bytes, a->length);
}

static bool names_repeat(const struct json *object, size_t count) {
  struct text *names = malloc(count * sizeof *names);
  if (names == NULL) abort();
  size_t i = 0;
  for (const struct json *member = object->first; member != NULL; member = member->next) names[i++] = member->name;
  qsort(names, count, sizeof *names, compare_names);
  bool repeat = false;
  for (i = 1; i < count && !repeat; i++) repeat = compare_names(&names[i - 1], &names[i]) == 0;
  free(names);
  return repeat;
}

static struct json *parse_number(struct parser *parser) {
  char *start = parser->at, *at = start;
  if (*at == '-') at++;
  size_t digits = strspn(at, "0123456789");
  if (digits == 0 || (*at == '0' && digits > 1)) return NULL;
  at += digits;
  if (*at == '.') {
    digits = strspn(++at, "0123456789");
    if (digits == 0) return NULL;
    at += digits;
  }
  if (*at == 'e' || *at == 'E') {
    at++;
    if (*at == '+' || *at == '-') at++;
    digits = strspn(at, "0123456789");
    if (digits == 0) return NULL;
    at += digits;
  }
  parser->at = at;
  double number = strtod(start, NULL);
  if (isinf(number)) return NULL;
  struct json *node = new_node(parser, JSON_NUMBER);
  node->number = number;
  return node;
}

static struct json *parse_string(struct parser *parser) {
  struct text text;
  if (!read_text(parser, &text)) return NULL;
  struct json *node = new_node(parser, JSON_STRING);
  node->text = text;
  return node;
}

/* Four hexadecimal digits, or a number above 0xffff. */
static unsigned long read_hex(const char *at) {
  unsigned long code = 0;
  for (int i = 0; i < 4; i++) {
    const char *digits = "0123456789abcdef0123456789ABCDEF", *digit = at[i] == '\0' ? NULL : strchr(digits, at[i]);
    if (digit == NULL) return 0x10000;
    code = code * 16 + (unsigned long)(digit - digits) % 16;
  }
  return code;
}

/* An escape after its backslash, as a code point; false for an unknown one and for half of a surrogate pair. */
static bool read_escape(char **at, unsigned long *code) {
  static const char letters[] = "\"\\/bfnrt", meanings[] = "\"\\/\b\f\n\r\t";
  char letter = *(*at)++;
  if (letter != 'u') {
    const char *found = letter == '\0' ? NULL : strchr(letters, letter);
    if (found == NULL) return false;
    *code = (unsigned char)meanings[found - letters];
    return true;
  }
  unsigned long first = read_hex(*at);
  if (first > 0xffff) return false;
  *at += 4;
  *code = first;
  if (first < 0xd800 || first > 0xdfff) return true;
  if (first > 0xdbff || (*at)[0] != '\\' || (*at)[1] != 'u') return false;
  unsigned long second = read_hex(*at + 2);
  if (second < 0xdc00 || second > 0xdfff) return false;
  *at += 6;
  *code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
  return true;
}

/* Unescaped text is never longer than it was, so it is written where it stands. */
static bool read_text(struct parser *parser, struct text *text) {
  char *in = parser->at + 1, *out = in;
  text->bytes = out;
  while (*in != '"') {
    if ((unsigned char)*in < 0x20) return false;
    if (*in != '\\') {
      *out++ = *in++;
      continue;
    }
    unsigned long code;
    in++;
    if (!read_escape(&in, &code)) return false;
    out += utf8_write(out, code);
  }
  text->length = (size_t)(out - text->bytes);
  parser->at = in + 1;
  return true;
}

static bool is_utf8(const char *bytes, size_t length) {
  for (size_t i = 0; i < length;) {
    unsigned char first = (unsigned char)bytes[i];
    size_t count = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
    if (count == 0 || count > length - i) return false;
    for (size_t k = 1; k < count; k++) {
      if (((unsigned char)bytes[i + k] & 0xc0) != 0x80) return false;
    }
    static const unsigned long least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned long code;
    utf8_read(bytes + i, &code);
    if (code < least[count] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return false;
    i += count;
  }
  return true;
}

size_t utf8_read(const char *bytes, unsigned long *code) {
  unsigned char first = (unsigned char)bytes[0];
  size_t count = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  *code = count == 1 ? first : first & (0x7fu >> count);
  for (size_t i = 1; i < count; i++) *code = *code << 6 | ((unsigned char)bytes[i] & 0x3f);
  return count;
}

size_t utf8_write(char *bytes, unsigned long code) {
  if (code < 0x80) {
    bytes[0] = (char)code;
    return 1;
  }
  size_t count = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  for (size_t i = count; i > 1; i--, code >>= 6) bytes[i - 1] = (char)(0x80 | (code & 0x3f));
  bytes[0] = (char)((0xf00u >> count & 0xf0) | code);
  return count;
}
