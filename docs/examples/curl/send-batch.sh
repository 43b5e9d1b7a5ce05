#!/usr/bin/env bash
# Sends five statements in one request and repeats the request until it is answered. Scope xapi:write.
#   bash send-batch.sh http://127.0.0.1:3000 KEY:SECRET      (or SNOWLIGHT_URL and SNOWLIGHT_KEY)
set -euo pipefail
URL=${1:-${SNOWLIGHT_URL:?the address of the server}}
KEY=${2:-${SNOWLIGHT_KEY:?KEY:SECRET}}

BATCH=$(mktemp)
ANSWER=$(mktemp)
trap 'rm -f "$BATCH" "$ANSWER"' EXIT
for NUMBER in 1 2 3 4 5; do
  ID=$(cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen)
  printf '%s' "${COMMA:-[}" "{
    \"id\": \"$ID\",
    \"actor\": { \"account\": { \"homePage\": \"https://lms.example.org\", \"name\": \"curl-batch\" } },
    \"verb\": { \"id\": \"http://adlnet.gov/expapi/verbs/experienced\" },
    \"object\": { \"id\": \"https://lms.example.org/runs/htn-2026-09/page-$NUMBER\" },
    \"timestamp\": \"2026-11-23T20:1$NUMBER:00+08:00\"
  }"
  COMMA=,
done >"$BATCH"
printf ']' >>"$BATCH"

# The ids stand in the file, so that a batch of which the answer was lost is not stored twice. curl waits as long as
# Retry-After says (429, 503), and repeats broken connections too; a 400 or 409 stays what it is: it is not repeated.
for TRY in 1 2 3 4 5 6; do
  STATUS=$(curl -sS -o "$ANSWER" -w '%{http_code}' --retry 5 -u "$KEY" \
    "$URL/xapi/statements" -H 'X-Experience-API-Version: 1.0.3' -H 'Content-Type: application/json' \
    --data-binary "@$BATCH") || STATUS=000
  case $STATUS in
    200) echo "stored, after $TRY"; exit 0 ;;
    000) sleep $((TRY < 5 ? TRY : 5)) ;;
    *) echo "refused: $STATUS $(cat "$ANSWER")"; exit 1 ;;
  esac
done
echo 'the server cannot be reached; keep the file and try again later'
exit 1
