"""A plain peer for the tests: a runner as someone would write it who has read what every peer knows of IPC v0, and nothing more.

    python3 plain_runner.py --adapter CMD --op OP [--text TEXT] [--seconds N]
"""
import argparse
import json
import queue
import secrets
import shlex
import subprocess
import sys
import threading
import time

parser = argparse.ArgumentParser()
parser.add_argument("--adapter", required=True)
parser.add_argument("--op", required=True)
parser.add_argument("--text", default="hello")
parser.add_argument("--seconds", type=float, default=2)
options = parser.parse_args()

adapter = subprocess.Popen(shlex.split(options.adapter), stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
incoming = queue.Queue()


def read():
    for line in adapter.stdout:
        incoming.put(line)
    incoming.put(None)


threading.Thread(target=read, daemon=True).start()


class Failure(Exception):
    pass


def send(type, payload, reply_to=None):
    message = {"v": "ipc.v0", "id": secrets.token_hex(8), "ts": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "type": type, "payload": payload}
    if reply_to is not None:
        message["replyTo"] = reply_to
    try:
        adapter.stdin.write(json.dumps(message) + "\n")
        adapter.stdin.flush()
    except BrokenPipeError:
        raise Failure("the adapter has gone away")
    return message["id"]


def receive(*wanted, about=None):
    """The next message of one of the types; progress about the same request is passed over."""
    deadline = time.monotonic() + options.seconds
    while True:
        try:
            line = incoming.get(timeout=max(0, deadline - time.monotonic()))
        except queue.Empty:
            raise Failure("the adapter does not answer in time")
        if line is None:
            raise Failure("the adapter has ended")
        message = json.loads(line)
        if about is not None and message.get("replyTo") != about:
            raise Failure("the adapter answers something that was not asked")
        if message["type"] == "error":
            raise Failure(message["payload"]["code"])
        if message["type"] in wanted:
            return message
        if message["type"] != "progress":
            raise Failure("out of turn: " + message["type"])


try:
    hello = send("hello", {"role": "runner", "protocols": ["ipc.v0"], "requestedCapabilities": [options.op], "session": {"purpose": "plain"}})
    receive("hello_ack", about=hello)
    capabilities = receive("capabilities")
    send("capabilities_ack", {"accepted": [options.op]}, capabilities["id"])
    if options.op not in [capability["name"] for capability in capabilities["payload"]["capabilities"]]:
        raise Failure("the adapter cannot do " + options.op)
    invoke = send("invoke", {"op": options.op, "args": {"text": options.text}, "timeoutMs": int(options.seconds * 1000)})
    print(json.dumps(receive("result", about=invoke)["payload"]["data"]))
    status = 0
except Failure as failure:
    print(failure, file=sys.stderr)
    status = 1
except (ValueError, LookupError, TypeError, AttributeError) as failure:
    print("the adapter writes nonsense:", repr(failure), file=sys.stderr)
    status = 1
finally:
    try:
        adapter.stdin.close()
    except BrokenPipeError:
        pass
    try:
        adapter.wait(timeout=1)
    except subprocess.TimeoutExpired:
        adapter.kill()
        adapter.wait()
sys.exit(status)
