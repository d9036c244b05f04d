"""A session of IPC v0, the adapter's side: what each message does, and when it may come."""
import datetime
import itertools
import json
import sys
import threading
from collections import deque

from message import MAX_LINE_BYTES, PROTOCOL, Refusal, error, lines, parse


def serve(name, version, operations):
    """Serves one session over standard input and output; returns the exit status when it is over.

    `operations` are pairs of a function and the capability that declares it. The function takes the arguments and the call and returns the data
    of the result. One whose capability is `cancellable` runs in the background.
    """
    session = Session(name, version, operations, sys.stdout.buffer)
    try:
        for line in lines(sys.stdin.buffer):
            if session.receive(line):
                return 1
        session.drain()
    except BrokenPipeError:
        sys.stderr.close()
    return 0


class BadInput(Exception):
    """The operation cannot take its arguments."""


class Stopped(Exception):
    """The call was cancelled or its time is up, and has been answered."""


class Session:
    def __init__(self, name, version, operations, output):
        self.declaration = {"adapter": {"name": name, "version": version}, "capabilities": [capability for _, capability in operations]}
        self.operations = {capability["name"]: (function, capability) for function, capability in operations}
        self.output = output
        self.limit = MAX_LINE_BYTES  # of the lines that the runner takes
        self.numbers = itertools.count(1)
        self.recent_ids = deque(maxlen=1024)
        self.recent_set = set()
        self.phase = "new"  # then "greeted", then "ready"
        self.capabilities_id = None
        self.calls = {}  # the invokes without a terminal message, by id
        self.lock = threading.RLock()  # around `calls` and `output`
        self.all_answered = threading.Condition(self.lock)

    def receive(self, line):
        """Acts on one line. True when the session is over."""
        try:
            message = parse(line)
            if message is None:
                return False
            self.check_new(message)
            return self.act(message)
        except Refusal as refusal:
            self.send("error", refusal.payload(), refusal.reply_to)
            return refusal.code == "IPC_PROTO_MISMATCH"

    def check_new(self, message):
        if message["id"] in self.recent_set:
            raise Refusal("IPC_DUPLICATE_ID", "A message with this id was received before.", details={"id": message["id"]})
        if len(self.recent_ids) == self.recent_ids.maxlen:
            self.recent_set.discard(self.recent_ids[0])
        self.recent_ids.append(message["id"])
        self.recent_set.add(message["id"])

    def act(self, message):
        kind, payload, about = message["type"], message["payload"], message.get("replyTo")
        if kind == "hello" and self.phase == "new":
            self.greet(message["id"], payload)
        elif kind == "capabilities_ack" and self.phase == "greeted" and about == self.capabilities_id:
            self.phase = "ready"
        elif kind == "invoke" and self.phase == "ready":
            self.invoke(message["id"], payload)
        elif kind == "cancel":
            # It can cross the answer on its way, so one that finds nothing is no mistake.
            self.answer(about, "error", error("ADAPTER_CANCELLED", "The invocation was cancelled."))
        elif kind != "error":
            raise Refusal("IPC_STATE", f"`{kind}` cannot come here.", message["id"])
        return False

    def greet(self, hello_id, payload):
        if PROTOCOL not in payload["protocols"]:
            raise Refusal("IPC_PROTO_MISMATCH", f"This adapter speaks {PROTOCOL} only.", hello_id)
        self.phase = "greeted"
        self.limit = payload.get("session", {}).get("maxLineBytes", self.limit)
        self.send("hello_ack", {"role": "adapter", "selected": PROTOCOL, "maxLineBytes": MAX_LINE_BYTES}, hello_id)
        self.capabilities_id = self.send("capabilities", self.declaration, hello_id)

    def invoke(self, invoke_id, payload):
        function, capability = self.operations.get(payload["op"], (None, None))
        if function is None:
            raise Refusal("ADAPTER_NO_SUCH_OP", "The adapter does not declare this operation.", invoke_id)
        call = Call(self, invoke_id, function, payload["args"])
        with self.lock:
            self.calls[invoke_id] = call
        if capability.get("cancellable"):
            call.start(payload.get("timeoutMs", capability["timeouts"]["defaultMs"]) / 1000)
        else:
            call.run()

    def answer(self, invoke_id, kind, payload):
        """Sends the terminal message of an invoke, unless it has one."""
        with self.lock:
            call = self.calls.pop(invoke_id, None)
            if call is None:
                return
            call.end()
            try:
                self.send(kind, payload, invoke_id)
            finally:
                self.all_answered.notify_all()

    def drain(self):
        """Waits for the calls that are still running."""
        with self.lock:
            self.all_answered.wait_for(lambda: not self.calls)

    def send(self, kind, payload, reply_to=None):
        with self.lock:
            message = {
                "v": PROTOCOL,
                "id": f"adapter-{next(self.numbers)}",
                "ts": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds"),
                "type": kind,
                "payload": payload,
            }
            if reply_to is not None:
                message["replyTo"] = reply_to
            line = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()
            if len(line) > self.limit:
                # Too long for the runner. If even the error about it is, what it answers has an id of almost a line.
                if kind == "result":
                    return self.send("error", error("ADAPTER_RESULT_TOO_LARGE", "The result does not fit in one line."), reply_to)
                return self.send("error", error(payload.get("code", "ADAPTER_FAILED"), "This answer does not fit in one line."))
            self.output.write(line + b"\n")
            self.output.flush()
            return message["id"]


class Call:
    """One running invoke, as its operation sees it."""

    def __init__(self, session, invoke_id, function, args):
        self.session, self.id, self.function, self.args = session, invoke_id, function, args
        self.over = threading.Event()
        self.timer = None

    def pause(self, seconds):
        if self.over.wait(seconds):
            raise Stopped

    def progress(self, payload):
        with self.session.lock:
            if self.over.is_set():
                raise Stopped
            self.session.send("progress", payload, self.id)

    def start(self, seconds):
        """Runs in the background, so that the next line, which can be a cancel, is read meanwhile."""
        self.timer = threading.Timer(min(seconds, threading.TIMEOUT_MAX), self.time_out)
        self.timer.daemon = True
        self.timer.start()
        threading.Thread(target=self.run, daemon=True).start()

    def end(self):
        self.over.set()
        if self.timer is not None:
            self.timer.cancel()

    def time_out(self):
        self.session.answer(self.id, "error", error("ADAPTER_TIMEOUT", "The operation took longer than its timeout.", retryable=True))

    def run(self):
        try:
            self.session.answer(self.id, "result", {"ok": True, "data": self.function(self.args, self)})
        except Stopped:
            pass
        except BadInput as problem:
            self.session.answer(self.id, "error", error("ADAPTER_BAD_INPUT", str(problem)))
        except Exception as problem:
            print(f"{type(problem).__name__} in an operation", file=sys.stderr)
            self.session.answer(self.id, "error", error("ADAPTER_FAILED", "The operation failed."))
