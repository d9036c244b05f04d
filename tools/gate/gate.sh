#!/usr/bin/env bash
# What action.yml runs. Reads GATE_FILES (names, one a line), GATE_WORKING_DIRECTORY, GATE_SARIF and GATE_PROGRAM from the environment;
# everything else is `wsc gate`, whose exit status is this script's. Where it cannot be run there is no verdict: status 2, for the job too.
set -euo pipefail
unset CDPATH

give_up() {
  if [[ -n ${GITHUB_OUTPUT:-} ]]; then echo status=2 >>"$GITHUB_OUTPUT"; fi
  exit 2
}

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=${GATE_WORKING_DIRECTORY:-.}
# To cd, a lone dash is the folder before.
if [[ $folder == - ]]; then folder=./-; fi
if ! cd -- "$folder" 2>/dev/null; then
  printf 'gate.sh: the working directory %q cannot be entered; name a folder, seen from %s\n' "$folder" "$PWD" >&2
  give_up
fi

names=()
while IFS= read -r name || [[ -n $name ]]; do
  # Nobody means the blanks around a name, nor the carriage return of an editor on Windows.
  name=${name#"${name%%[![:space:]]*}"}
  name=${name%"${name##*[![:space:]]}"}
  if [[ -n $name ]]; then names+=("$name"); fi
done <<<"${GATE_FILES:-}"

options=()
if [[ -n ${GATE_SARIF:-} ]]; then options+=("--sarif=$GATE_SARIF"); fi

if [[ -n ${GATE_PROGRAM:-} ]]; then
  program=("$GATE_PROGRAM")
  if ! type -P -- "$GATE_PROGRAM" >/dev/null; then
    printf 'gate.sh: %q: no such program\n' "$GATE_PROGRAM" >&2
    give_up
  fi
else
  make --silent -C "$checkout" build >&2 || give_up
  program=(node "$checkout/bin/wsc.cjs")
fi
exec "${program[@]}" gate ${options[@]+"${options[@]}"} -- ${names[@]+"${names[@]}"}
