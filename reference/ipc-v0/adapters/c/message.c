#include "message.h"

#include <string.h>

static bool is_string(const struct json *value) {
  return value != NULL && value->kind == JSON_STRING;
}

static bool is_object(const struct json *value) {
  return value != NULL && value->kind == JSON_OBJECT;
}

static bool is_boolean(const struct json *value) {
  return value != NULL && value->kind == JSON_BOOLEAN;
}

static bool is_filled(const struct json *value) {
  return is_string(value) && value->text.length > 0;
}

static bool are_strings(const struct json *value) {
  if (value == NULL || value->kind != JSON_ARRAY) return false;
  const struct json *item = value->first;
  while (is_string(item)) item = item->next;
  return item == NULL;
}

/* Whole numbers from 2^53 on are all that a double can hold there. */
static bool is_whole(const struct json *value, double least) {
  return value != NULL && value->kind == JSON_NUMBER && value->number >= least &&
         (value->number >= 9007199254740992.0 || value->number == (double)(long long)value->number);
}

static bool is_name_of(struct text name, const char *const *names) {
  while (*names != NULL && !text_is(name, *names)) names++;
  return *names != NULL;
}

static bool is_id(const struct json *value) {
  if (!is_string(value)) return false;
  size_t characters = 0;
  for (size_t i = 0; i < value->text.length; i++) characters += ((unsigned char)value->text.bytes[i] & 0xc0) != 0x80;
  return characters >= 8;
}

static bool is_trace(const struct json *value) {
  static const char *const names[] = {"traceId", "spanId", "parentSpanId", NULL};
  if (!is_object(value)) return false;
  const struct json *member = value->first;
  while (is_string(member) && is_name_of(member->name, names)) member = member->next;
  return member == NULL;
}

static int two_digits(const char *at) {
  return (at[0] - '0') * 10 + at[1] - '0';
}

/* RFC 3339: 2026-01-31T23:59:59.5Z */
static bool is_time(const struct json *value) {
  if (!is_string(value)) return false;
  const char *form = "dddd-dd-ddTdd:dd:dd", *at = value->text.bytes, *end = at + value->text.length;
  const char *start = at;
  for (; *form != '\0'; form++, at++) {
    if (at == end) return false;
    if (*form == 'd' ? *at < '0' || *at > '9' : *at != *form && !(*form == 'T' && *at == 't')) return false;
  }
  int year = two_digits(start) * 100 + two_digits(start + 2), month = two_digits(start + 5), day = two_digits(start + 8);
  int leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  int days = month == 2 ? 28 + leap : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  if (month < 1 || month > 12 || day < 1 || day > days) return false;
  if (two_digits(start + 11) > 23 || two_digits(start + 14) > 59 || two_digits(start + 17) > 60) return false;
  if (at < end && *at == '.') {
    const char *fraction = ++at;
    while (at < end && *at >= '0' && *at <= '9') at++;
    if (at == fraction) return false;
  }
  int offset = 0; /* in minutes */
  if (end - at != 1 || (*at != 'Z' && *at != 'z')) {
    if (end - at != 6 || (*at != '+' && *at != '-') || at[3] != ':') return false;
    for (int i = 1; i < 6; i++) {
      if (i != 3 && (at[i] < '0' || at[i] > '9')) return false;
    }
    if (two_digits(at + 1) > 23 || two_digits(at + 4) > 59) return false;
    offset = (two_digits(at + 1) * 60 + two_digits(at + 4)) * (*at == '-' ? -1 : 1);
  }
  /* A leap second is the last of a day in UTC. */
  int minute = two_digits(start + 11) * 60 + two_digits(start + 14) - offset;
  return two_digits(start + 17) < 60 || (minute + 1440) % 1440 == 1439;
}

static bool is_code(const struct json *value) {
  static const char *const starts[] = {"IPC_", "ADAPTER_", "CONTRACT_"};
  if (!is_string(value)) return false;
  for (size_t i = 0; i < 3; i++) {
    size_t start = strlen(starts[i]);
    if (value->text.length <= start || memcmp(value->text.bytes, starts[i], start) != 0) continue;
    for (size_t k = start; k < value->text.length; k++) {
      char letter = value->text.bytes[k];
      if (!((letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') || letter == '_')) return false;
    }
    return true;
  }
  return false;
}

static bool is_absent_or_string(const struct json *value) {
  return value == NULL || is_string(value);
}

static bool is_absent_or_schema(const struct json *value) {
  return value == NULL || is_object(value) || is_boolean(value);
}

static bool is_capability(const struct json *value) {
  static const char *const effects[] = {"none", "filesystem", "network", "mutable_state", NULL};
  const struct json *effect = json_member(value, "sideEffects"), *timeouts = json_member(value, "timeouts");
  const struct json *time = json_member(timeouts, "defaultMs"), *progress = json_member(value, "progress");
  const struct json *cancellable = json_member(value, "cancellable");
  return is_filled(json_member(value, "name")) && is_string(effect) && is_name_of(effect->text, effects) &&
         is_absent_or_schema(json_member(value, "inputSchema")) && is_absent_or_schema(json_member(value, "outputSchema")) &&
         (timeouts == NULL || is_object(timeouts)) && (time == NULL || is_whole(time, 1)) && (progress == NULL || is_boolean(progress)) &&
         (cancellable == NULL || is_boolean(cancellable));
}

static bool payload_fits(struct text type, const struct json *payload) {
  if (text_is(type, "hello")) {
    const struct json *role = json_member(payload, "role"), *free_part = json_member(payload, "session");
    const struct json *limit = json_member(free_part, "maxLineBytes");
    return is_string(role) && text_is(role->text, "runner") && are_strings(json_member(payload, "protocols")) &&
           are_strings(json_member(payload, "requestedCapabilities")) && (free_part == NULL || is_object(free_part)) &&
           (limit == NULL || is_whole(limit, 4096));
  }
  if (text_is(type, "capabilities_ack")) return are_strings(json_member(payload, "accepted"));
  if (text_is(type, "invoke")) {
    const struct json *timeout = json_member(payload, "timeoutMs");
    return is_filled(json_member(payload, "op")) && is_object(json_member(payload, "args")) && (timeout == NULL || is_whole(timeout, 1)) &&
           is_absent_or_string(json_member(payload, "cwd"));
  }
  if (text_is(type, "cancel")) return is_absent_or_string(json_member(payload, "reason"));
  if (text_is(type, "error")) {
    return is_code(json_member(payload, "code")) && is_string(json_member(payload, "message")) && is_boolean(json_member(payload, "retryable"));
  }
  if (text_is(type, "hello_ack")) {
    const struct json *role = json_member(payload, "role"), *limit = json_member(payload, "maxLineBytes");
    return is_string(role) && text_is(role->text, "adapter") && is_filled(json_member(payload, "selected")) && (limit == NULL || is_whole(limit, 4096));
  }
  if (text_is(type, "capabilities")) {
    const struct json *adapter = json_member(payload, "adapter"), *list = json_member(payload, "capabilities");
    if (!is_filled(json_member(adapter, "name")) || !is_filled(json_member(adapter, "version"))) return false;
    if (list == NULL || list->kind != JSON_ARRAY) return false;
    const struct json *item = list->first;
    while (item != NULL && is_capability(item)) item = item->next;
    return item == NULL;
  }
  if (text_is(type, "progress")) {
    const struct json *fraction = json_member(payload, "fraction");
    return is_absent_or_string(json_member(payload, "message")) &&
           (fraction == NULL || (fraction->kind == JSON_NUMBER && fraction->number >= 0 && fraction->number <= 1));
  }
  /* A result. */
  const struct json *ok = json_member(payload, "ok"), *meta = json_member(payload, "meta");
  return is_boolean(ok) && (!ok->truth || json_member(payload, "data") != NULL) && (meta == NULL || is_object(meta));
}

const char *message_problem(const struct json *message, const char **why) {
  static const char *const fields[] = {"v", "id", "ts", "type", "payload", "replyTo", "trace", NULL};
  static const char *const types[] = {"hello",    "hello_ack", "capabilities", "capabilities_ack", "invoke",
                                      "result", "progress",  "cancel",       "error",            NULL};
  static const char *const about_a_message[] = {"hello_ack", "capabilities_ack", "result", "progress", "cancel", NULL};
  const struct json *v = json_member(message, "v"), *type = json_member(message, "type"), *payload = json_member(message, "payload");
  const struct json *reply_to = json_member(message, "replyTo"), *trace = json_member(message, "trace");
  *why = "A field of the envelope is missing, unknown or of the wrong form.";
  if (!is_string(v) || !text_is(v->text, PROTOCOL) || !is_id(json_member(message, "id")) || !is_time(json_member(message, "ts")) ||
      !is_string(type) || !is_object(payload) || !is_absent_or_string(reply_to) || (trace != NULL && !is_trace(trace))) {
    return "IPC_ENVELOPE_INVALID";
  }
  for (const struct json *member = message->first; member != NULL; member = member->next) {
    if (!is_name_of(member->name, fields)) return "IPC_ENVELOPE_INVALID";
  }
  if (is_name_of(type->text, about_a_message) && reply_to == NULL) return "IPC_ENVELOPE_INVALID";
  *why = "The type is none of the nine.";
  if (!is_name_of(type->text, types)) return "IPC_UNKNOWN_TYPE";
  *why = "The payload does not fit the type.";
  return payload_fits(type->text, payload) ? NULL : "IPC_PAYLOAD_INVALID";
}
