#!/bin/sh
# A worker: does jobs of one operation with a program. Usage: MEANWHILE=url [TOKEN=…] worker.sh operation program [argument…]
# The job's file, or else its input, is the program's standard input; its standard output is the job's output.
# Needs curl and jq.
set -u
operation=$1; shift
dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT; trap 'exit 0' INT TERM
ask() { curl -sS --fail-with-body ${TOKEN:+-H "Authorization: Bearer $TOKEN"} "$@"; }
json='Content-Type: application/json'

while :; do
  jq -n --arg o "$operation" --arg w "$(hostname)" '{operations: [$o], worker: $w}' |
    ask "$MEANWHILE/lease" -H "$json" -H 'Prefer: wait=30' -d @- > "$dir/answer" || { sleep 5; continue; }
  lease=$(jq -r '.leases[0].uri // empty' "$dir/answer")
  [ -n "$lease" ] || continue
  if jq -e '.leases[0].file' "$dir/answer" > /dev/null; then
    ask "$lease/file" -o "$dir/in"
  else
    jq -c '.leases[0].input' "$dir/answer" > "$dir/in"
  fi
  "$@" < "$dir/in" > "$dir/out" 2> "$dir/err" & program=$!
  while kill -0 "$program" 2> /dev/null; do
    # Lost or canceled: stop. The sleep is a third of the lease at most.
    ask -X PATCH "$lease" -H 'Content-Type: application/merge-patch+json' -d '{}' > "$dir/state"
    jq -e '.cancelRequested == false' "$dir/state" > /dev/null || kill "$program"
    sleep 1
  done
  if wait "$program"; then
    ask -T "$dir/out" "$lease/output" -H "Content-Type: ${TYPE:-application/octet-stream}" > /dev/null
    end='{"outcome": "succeeded"}'
  else
    end=$(tail -c 1000 "$dir/err" | jq -Rsc '{outcome: "failed", retry: true, error: {code: "program-failed", message: .}}')
  fi
  ask "$lease/log" -H 'Content-Type: text/plain' --data-binary @"$dir/err" > /dev/null
  ask "$lease/end" -H "$json" -d "$end" > /dev/null
done
