#!/usr/bin/env bash
# Writes a state so that nobody else's change is lost. Scope xapi:state.
#   bash state.sh http://127.0.0.1:3000 KEY:SECRET      (or SNOWLIGHT_URL and SNOWLIGHT_KEY)
set -euo pipefail
URL=${1:-${SNOWLIGHT_URL:?the address of the server}}
KEY=${2:-${SNOWLIGHT_KEY:?KEY:SECRET}}

ask() { curl -sS -u "$KEY" -H 'X-Experience-API-Version: 1.0.3' "$@"; }
AGENT='%7B%22account%22%3A%7B%22homePage%22%3A%22https%3A%2F%2Flms.example.org%22%2C%22name%22%3A%22curl-state%22%7D%7D'
STATE="$URL/xapi/activities/state?stateId=bookmark&agent=$AGENT"
STATE="$STATE&activityId=https%3A%2F%2Flms.example.org%2Fruns%2Fhtn-2026-09%2Fbook"

# what is there, and its ETag; of a new one, that there is none
ETAG=$(ask -o /dev/null -D - "$STATE" | tr -d '\r' | sed -n 's/^etag: *//Ip')
GUARD="If-Match: $ETAG"
[ -n "$ETAG" ] || GUARD='If-None-Match: *'

STATUS=$(ask -o /dev/null -w '%{http_code}' -X PUT "$STATE" -H "$GUARD" \
  -H 'Content-Type: application/json' -d "{\"page\":$((RANDOM))}")
echo "written: $STATUS"

# the same guard again, as somebody who read before it was written: refused, nothing is overwritten
STATUS=$(ask -o /dev/null -w '%{http_code}' -X PUT "$STATE" -H "$GUARD" \
  -H 'Content-Type: application/json' -d '{"page":1}')
echo "written by one who came too late: $STATUS"

# a POST merges at the top level and leaves the rest as it is
STATUS=$(ask -o /dev/null -w '%{http_code}' -X POST "$STATE" -H 'Content-Type: application/json' -d '{"font":"large"}')
echo "merged: $STATUS"
ask "$STATE"
echo
