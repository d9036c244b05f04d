#!/bin/sh
# An IPC v0 adapter in nothing but the POSIX shell and its utilities: sh text_caps.sh
#
# It takes the messages of every well-behaved runner, which is what core-2026 asks for, and text in ASCII, as its input schema says. To tell every
# malformed line from a sound one, as hardened-2026 asks, is more than a shell can do well.
LC_ALL=C
export LC_ALL
here=$(dirname -- "$0")

text='{"type":"object","required":["text"],"properties":{"text":{"type":"string"}}}'
ascii='{"type":"object","required":["text"],"properties":{"text":{"type":"string","pattern":"^[\\u0000-\\u007f]*$"}}}'
capabilities='{"adapter":{"name":"text.caps (shell)","version":"1.0.0"},"capabilities":[{"name":"text.caps","sideEffects":"none"'
capabilities="$capabilities,\"inputSchema\":$ascii,\"outputSchema\":$text,\"timeouts\":{\"defaultMs\":1000}}]}"

limit=65536 # bytes of a line
sent=0
phase=new # then greeted, then ready

# send TYPE PAYLOAD: answers the message whose id is in $id.
send() {
  sent=$((sent + 1))
  printf '{"v":"ipc.v0","id":"adapter-%s","ts":"%s","type":"%s"%s,"payload":%s}\n' \
    "$sent" "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" "${id:+,\"replyTo\":$id}" "$2"
}

# refuse CODE MESSAGE
refuse() {
  send error "{\"code\":\"$1\",\"message\":\"$2\",\"retryable\":false}"
}

act() {
  case $phase/$type in
    new/hello)
      if [ "$offer" != yes ]; then
        refuse IPC_PROTO_MISMATCH 'This adapter speaks ipc.v0 only.'
        exit 1
      fi
      send hello_ack '{"role":"adapter","selected":"ipc.v0","maxLineBytes":'$limit'}'
      send capabilities "$capabilities"
      phase=greeted
      ;;
    greeted/capabilities_ack) phase=ready ;;
    ready/invoke)
      if [ "$op" != text.caps ]; then
        refuse ADAPTER_NO_SUCH_OP 'The adapter does not declare this operation.'
      elif [ -z "$upper" ]; then
        refuse ADAPTER_BAD_INPUT 'The text must be a string in ASCII.'
      else
        send result "{\"ok\":true,\"data\":{\"text\":$upper}}"
      fi
      ;;
    */cancel | */error) ;; # A cancel always comes too late here, which is no mistake.
    *) refuse IPC_STATE 'Such a message cannot come here.' ;;
  esac
}

# What is left at the end of input is a line, too.
while IFS= read -r line || [ -n "$line" ]; do
  case $line in
    *[!"$(printf ' \t\r')"]*) ;;
    *) continue ;;
  esac
  if [ ${#line} -gt $limit ]; then
    id=
    refuse IPC_LINE_TOO_LONG "The line is longer than $limit bytes."
    continue
  fi
  { read -r code; read -r id; read -r type; read -r offer; read -r op; read -r upper; } <<END
$(printf '%s\n' "$line" | awk -f "$here/message.awk")
END
  if [ -n "$code" ]; then refuse "$code" 'The line is no message.'; else act; fi
done
