"""A line of IPC v0: what it must be before anyone acts on it. What is checked first is reported first."""
import datetime
import json
import math
import re

PROTOCOL = "ipc.v0"
MAX_LINE_BYTES = 1_048_576
MAX_DEPTH = 64


def lines(stream):
    """The lines of a stream; of one that is too long, the beginning. What is left at the end of input is a line."""
    while True:
        line = stream.readline(MAX_LINE_BYTES + 1)
        if line == b"":
            return
        rest = line
        while len(rest) > MAX_LINE_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_LINE_BYTES + 1)
        yield line


def parse(line):
    """The message that a line is; None for a blank line. Raises Refusal."""
    if len(line.rstrip(b"\n")) > MAX_LINE_BYTES:
        raise Refusal("IPC_LINE_TOO_LONG", f"The line is longer than {MAX_LINE_BYTES} bytes.")
    if not line.strip(b" \t\r\n"):
        return None
    try:
        value = json.loads(
            line.decode("utf-8"), object_pairs_hook=read_object, parse_int=read_int, parse_float=read_float, parse_constant=read_float
        )
        json.dumps(value, ensure_ascii=False).encode("utf-8")  # fails on an unpaired surrogate
    except (ValueError, RecursionError) as problem:
        raise Refusal("IPC_MALFORMED", "The line is not I-JSON in UTF-8.") from problem
    if not isinstance(value, dict):
        raise Refusal("IPC_MALFORMED", "The line is JSON but no object.")
    if is_deeper(value, MAX_DEPTH):
        raise Refusal("IPC_MALFORMED", f"The line nests deeper than {MAX_DEPTH} levels.")
    reply_to = value["id"] if isinstance(value.get("id"), str) and len(value["id"]) >= 8 else None
    for field in ENVELOPE:
        if field not in value and field not in ("replyTo", "trace"):
            raise Refusal("IPC_ENVELOPE_INVALID", f"`{field}` is missing.", reply_to)
    for field in value:
        if field not in ENVELOPE or not ENVELOPE[field](value[field]):
            raise Refusal("IPC_ENVELOPE_INVALID", f"`{field[:40]}` is unknown or of the wrong form.", reply_to)
    fits = PAYLOADS.get(value["type"])
    if fits is None:
        raise Refusal("IPC_UNKNOWN_TYPE", "There is no such type.", reply_to)
    if value["type"] in ALWAYS_ABOUT_A_MESSAGE and "replyTo" not in value:
        raise Refusal("IPC_ENVELOPE_INVALID", "`replyTo` is missing.", reply_to)
    if not fits(value["payload"]):
        raise Refusal("IPC_PAYLOAD_INVALID", f"The payload does not fit `{value['type']}`.", reply_to)
    return value


def read_object(members):
    names = dict(members)
    if len(names) != len(members):
        raise ValueError("a member name is there twice")
    return names


def read_int(text):
    read_float(text)
    return int(text)


def read_float(text):
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number that no double approaches")
    return number


def is_deeper(value, levels):
    if not isinstance(value, (dict, list)):
        return False
    items = value.values() if isinstance(value, dict) else value
    return levels == 0 or any(is_deeper(item, levels - 1) for item in items)


def is_text(value):
    return isinstance(value, str)


def is_filled(value):
    return isinstance(value, str) and value != ""


def is_object(value):
    return isinstance(value, dict)


def is_strings(value):
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def is_whole(value, least):
    return is_number(value) and value == int(value) and value >= least


def is_capability(value):
    return (
        is_object(value)
        and is_filled(value.get("name"))
        and value.get("sideEffects") in ("none", "filesystem", "network", "mutable_state")
        and isinstance(value.get("inputSchema", True), (dict, bool))
        and isinstance(value.get("outputSchema", True), (dict, bool))
        and is_object(value.get("timeouts", {}))
        and is_whole(value.get("timeouts", {}).get("defaultMs", 1), 1)
        and isinstance(value.get("progress", False), bool)
        and isinstance(value.get("cancellable", False), bool)
    )


def is_time(value):
    found = isinstance(value, str) and re.fullmatch(
        r"(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)", value, re.ASCII
    )
    if not found:
        return False
    year, month, day, hour, minute, second = map(int, found.groups()[:6])
    leap = second == 60
    try:
        moment = datetime.datetime(year or 4, month, day, hour, minute, 59 if leap else second)
    except ValueError:
        return False
    # A leap second is the last of a day in UTC.
    zone = found.group(8)
    offset = 0 if zone in "Zz" else int(zone[:3]) * 60 + int(zone[0] + zone[4:])
    return not leap or (moment.hour * 60 + moment.minute - offset) % 1440 == 1439


ENVELOPE = {
    "v": lambda value: value == PROTOCOL,
    "id": lambda value: isinstance(value, str) and len(value) >= 8,
    "ts": is_time,
    "type": is_text,
    "payload": is_object,
    "replyTo": is_text,
    "trace": lambda value: is_object(value)
    and all(name in ("traceId", "spanId", "parentSpanId") and is_text(item) for name, item in value.items()),
}
PAYLOADS = {
    "hello": lambda p: p.get("role") == "runner"
    and is_strings(p.get("protocols"))
    and is_strings(p.get("requestedCapabilities"))
    and is_object(p.get("session", {}))
    and is_whole(p.get("session", {}).get("maxLineBytes", 4096), 4096),
    "capabilities_ack": lambda p: is_strings(p.get("accepted")),
    "invoke": lambda p: is_filled(p.get("op"))
    and is_object(p.get("args"))
    and is_whole(p.get("timeoutMs", 1), 1)
    and is_text(p.get("cwd", "")),
    "cancel": lambda p: is_text(p.get("reason", "")),
    "error": lambda p: is_text(p.get("code"))
    and re.fullmatch("(IPC|ADAPTER|CONTRACT)_[A-Z0-9_]+", p["code"])
    and is_text(p.get("message"))
    and isinstance(p.get("retryable"), bool),
    "hello_ack": lambda p: p.get("role") == "adapter" and is_filled(p.get("selected")) and is_whole(p.get("maxLineBytes", 4096), 4096),
    "capabilities": lambda p: is_object(p.get("adapter"))
    and is_filled(p["adapter"].get("name"))
    and is_filled(p["adapter"].get("version"))
    and isinstance(p.get("capabilities"), list)
    and all(map(is_capability, p["capabilities"])),
    "result": lambda p: isinstance(p.get("ok"), bool) and (not p["ok"] or "data" in p) and is_object(p.get("meta", {})),
    "progress": lambda p: is_text(p.get("message", "")) and is_number(p.get("fraction", 0)) and 0 <= p.get("fraction", 0) <= 1,
}
ALWAYS_ABOUT_A_MESSAGE = ("hello_ack", "capabilities_ack", "result", "progress", "cancel")


class Refusal(Exception):
    def __init__(self, code, message, reply_to=None, details=None):
        super().__init__(message)
        self.code, self.reply_to, self.details = code, reply_to, details

    def payload(self):
        payload = error(self.code, str(self))
        return payload if self.details is None else {**payload, "details": self.details}


def error(code, message, retryable=False):
    return {"code": code, "message": message, "retryable": retryable}
