#!/usr/bin/env python3
"""A conforming IPC v0 adapter that needs nothing but Python 3.8 and its standard library.

What it can do stands here; session.py and message.py beside it are the same for every adapter.
"""
import sys

from message import is_whole
from session import BadInput, serve


def text_caps(args, call):
    # str.upper follows the default case mapping of Unicode; no locale changes it.
    return {"text": read_text(args).upper()}


def text_stream(args, call):
    text = read_text(args)
    steps = read_whole(args, "steps", 4, 1, 1000)
    step_ms = read_whole(args, "stepMs", 0, 0, 60_000)
    for step in range(1, steps + 1):
        call.pause(step_ms / 1000)
        call.progress({"fraction": step / steps})
    return {"text": text.upper()}


def read_text(args):
    if not isinstance(args.get("text"), str):
        raise BadInput("`text` must be a string.")
    return args["text"]


def read_whole(args, name, otherwise, least, most):
    value = args.get(name, otherwise)
    if not is_whole(value, least) or value > most:
        raise BadInput(f"`{name}` must be a whole number from {least} to {most}.")
    return int(value)


TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
TEXT_IN_STEPS = {
    "type": "object",
    "required": ["text"],
    "properties": {
        "text": {"type": "string"},
        "steps": {"type": "integer", "minimum": 1, "maximum": 1000},
        "stepMs": {"type": "integer", "minimum": 0, "maximum": 60_000},
    },
}
OPERATIONS = [
    (text_caps, {"name": "text.caps", "sideEffects": "none", "inputSchema": TEXT, "outputSchema": TEXT, "timeouts": {"defaultMs": 1000}}),
    (
        text_stream,
        {
            "name": "text.stream",
            "sideEffects": "none",
            "inputSchema": TEXT_IN_STEPS,
            "outputSchema": TEXT,
            "timeouts": {"defaultMs": 60_000},
            "progress": True,
            "cancellable": True,
        },
    ),
]

if __name__ == "__main__":
    sys.exit(serve("text.caps (Python)", "1.0.0", OPERATIONS))
