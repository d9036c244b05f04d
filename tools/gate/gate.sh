#!/usr/bin/env bash
# What action.yml runs. Reads GATE_FILES (names, one a line), GATE_WORKING_DIRECTORY, GATE_SARIF and GATE_PROGRAM from the environment;
# everything else is `wsc gate`, whose exit status is this script's.
set -euo pipefail
unset CDPATH

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd -- "${GATE_WORKING_DIRECTORY:-.}"

names=()
while IFS= read -r name || [[ -n $name ]]; do
  name=${name%$'\r'}
  if [[ -n $name ]]; then names+=("$name"); fi
done <<<"${GATE_FILES:-}"

options=()
if [[ -n ${GATE_SARIF:-} ]]; then options+=("--sarif=$GATE_SARIF"); fi

if [[ -n ${GATE_PROGRAM:-} ]]; then
  program=("$GATE_PROGRAM")
else
  make --silent -C "$checkout" build >&2
  program=(node "$checkout/bin/wsc.cjs")
fi
exec "${program[@]}" gate ${options[@]+"${options[@]}"} -- ${names[@]+"${names[@]}"}
