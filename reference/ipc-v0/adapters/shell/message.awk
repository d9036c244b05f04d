# Reads one line of IPC v0 and writes what an adapter needs to know of it, one thing a line:
#
#   what keeps it from being a message, as an error code; empty if nothing does
#   its id        a JSON string; empty if it has none
#   its type      in plain letters
#   its offer     yes, if it is a hello that offers ipc.v0
#   its op        in plain letters
#   its text      a JSON string in upper case; empty if there is none, or if it holds letters beyond ASCII
#
# Strings stay JSON strings throughout, so that they need not be escaped again.

{
  rest = $0
  sound = value("", 0) && rest == "" && kind[""] == "object"
  code = sound ? problem() : "IPC_MALFORMED"
  print code
  print sound && is_id(raw["\"id\""]) ? raw["\"id\""] : ""
  print code == "" ? bare("\"type\"") : ""
  print code == "" && offers() ? "yes" : ""
  print code == "" ? bare("\"payload\"\"op\"") : ""
  print code == "" ? upper(raw["\"payload\"\"args\"\"text\""]) : ""
  exit
}

# Parses a value from the front of `rest`. False if there is none, and below the 64th level. `kind` and `raw` keep it under its path: the names on
# the way to it, in quotes.
function value(path, depth,   name, count) {
  skip()
  if (path in kind || depth == 64 && rest ~ /^[[{]/) return 0
  if (take("^[{]")) {
    kind[path] = "object"
    if (take("^[}]")) return 1
    do {
      if (!take("^\"([^\"\\\\]|\\\\[\"\\\\/bfnrtu])*\"")) return 0
      name = plain(token)
      if (!take("^:") || !value(path name, depth + 1)) return 0
    } while (take("^,"))
    return take("^[}]")
  }
  if (take("^\\[")) {
    kind[path] = "array"
    if (take("^\\]")) return 1
    do if (!value(path "[" count++ "]", depth + 1)) return 0; while (take("^,"))
    return take("^\\]")
  }
  if (take("^\"([^\"\\\\]|\\\\[\"\\\\/bfnrtu])*\"")) {
    kind[path] = "string"
    raw[path] = plain(token)
    return token !~ /\t/
  }
  kind[path] = "other"
  return take("^(true|false|null)") || take("^-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?")
}

# Takes a token from the front of `rest`, and the white space after it.
function take(pattern) {
  if (!match(rest, pattern)) return 0
  token = substr(rest, 1, RLENGTH)
  rest = substr(rest, RLENGTH + 1)
  skip()
  return 1
}

function skip() {
  sub(/^[ \t\r]+/, "", rest)
}

function problem() {
  if (raw["\"v\""] != "\"ipc.v0\"" || !is_id(raw["\"id\""]) || kind["\"ts\""] != "string") return "IPC_ENVELOPE_INVALID"
  if (kind["\"type\""] != "string" || kind["\"payload\""] != "object") return "IPC_ENVELOPE_INVALID"
  if (index(" hello hello_ack capabilities capabilities_ack invoke result progress cancel error ", " " bare("\"type\"") " ") == 0) return "IPC_UNKNOWN_TYPE"
  if (bare("\"type\"") == "invoke" && (bare("\"payload\"\"op\"") == "" || kind["\"payload\"\"args\""] != "object")) return "IPC_PAYLOAD_INVALID"
  return ""
}

function is_id(string) {
  return length(string) >= 10
}

function offers(   i) {
  for (i = 0; ("\"payload\"\"protocols\"[" i "]") in kind; i++) {
    if (bare("\"payload\"\"protocols\"[" i "]") == "ipc.v0") return 1
  }
  return 0
}

# The string at a path without its quotes.
function bare(path) {
  return substr(raw[path], 2, length(raw[path]) - 2)
}

# The same JSON string with each printable ASCII character written as itself.
function plain(string,   out, code) {
  while (match(string, /\\./)) {
    out = out substr(string, 1, RSTART - 1)
    code = tolower(substr(string, RSTART, 6))
    if (code ~ /^\\u00[2-7][0-9a-f]/ && code != "\\u007f" && code != "\\u0022" && code != "\\u005c") {
      out = out sprintf("%c", 16 * substr(code, 5, 1) + index("0123456789abcdef", substr(code, 6, 1)) - 1)
      string = substr(string, RSTART + 6)
    } else {
      out = out (substr(string, RSTART, 2) == "\\/" ? "/" : substr(string, RSTART, 2))
      string = substr(string, RSTART + 2)
    }
  }
  return out string
}

# The upper case of a plain string; empty for one with letters that awk does not know. The letters of escapes stay as they are.
function upper(string,   out) {
  if (string ~ /[^ -~]/) return ""
  while (match(string, /\\./)) {
    out = out toupper(substr(string, 1, RSTART - 1))
    if (substr(string, RSTART, 2) != "\\u") {
      out = out substr(string, RSTART, 2)
      string = substr(string, RSTART + 2)
    } else {
      if (substr(string, RSTART, 6) !~ /^\\u00([01]|22|5[cC]|7[fF])/) return ""
      out = out substr(string, RSTART, 6)
      string = substr(string, RSTART + 6)
    }
  }
  return out toupper(string)
}
