"""A plain peer for the tests: an adapter as someone would write it who has read what every peer knows of IPC v0, and nothing more.

Ids are random, the clock is the wall's, the members of each object come in random order.
"""
import json, random, sys, uuid
from datetime import datetime, timezone


def shuffled(value):
    if isinstance(value, dict):
        items = list(value.items())
        random.shuffle(items)
        return {key: shuffled(item) for key, item in items}
    return [shuffled(item) for item in value] if isinstance(value, list) else value


def send(type, payload, about=None):
    envelope = {"v": "ipc.v0", "id": str(uuid.uuid4()), "ts": datetime.now(timezone.utc).isoformat(), "type": type, "payload": payload}
    if about:
        envelope["replyTo"] = about
    print(json.dumps(shuffled(envelope)), flush=True)


def fail(code, message, about):
    send("error", {"code": code, "message": message, "retryable": False}, about)


ready = False
for line in sys.stdin:
    msg = json.loads(line)
    id, type, payload = msg["id"], msg["type"], msg["payload"]
    if type == "hello":
        if "ipc.v0" not in payload["protocols"]:
            fail("IPC_PROTO_MISMATCH", "only ipc.v0 here", id)
            sys.exit(3)
        send("hello_ack", {"role": "adapter", "selected": "ipc.v0"}, id)
        send("capabilities", {
            "adapter": {"name": "plain-python", "version": "0.0.1"},
            "capabilities": [{"name": "text.caps", "sideEffects": "none", "timeouts": {"defaultMs": 5000}}],
        })
    elif type == "capabilities_ack":
        ready = True
    elif type == "invoke":
        if not ready:
            fail("IPC_STATE", "handshake first", id)
        elif payload["op"] != "text.caps":
            fail("ADAPTER_NO_SUCH_OP", "no operation " + payload["op"], id)
        elif not isinstance(payload["args"].get("text"), str):
            fail("ADAPTER_BAD_INPUT", "text must be a string", id)
        else:
            print("upper-casing", file=sys.stderr)
            send("result", {"ok": True, "data": {"text": payload["args"]["text"].upper()}, "meta": {"seconds": random.random()}}, id)
