#!/usr/bin/env bash
# Reads all statements of one person, two on a page. Scope xapi:read (identity:read to see who it is).
#   bash read-pages.sh http://127.0.0.1:3000 KEY:SECRET      (or SNOWLIGHT_URL and SNOWLIGHT_KEY)
set -euo pipefail
URL=${1:-${SNOWLIGHT_URL:?the address of the server}}
KEY=${2:-${SNOWLIGHT_KEY:?KEY:SECRET}}

PAGE=$(curl -sS --fail-with-body -u "$KEY" -G "$URL/xapi/statements" -H 'X-Experience-API-Version: 1.0.3' \
  --data-urlencode 'agent={"account":{"homePage":"https://lms.example.org","name":"curl-batch"}}' \
  --data-urlencode 'limit=2')
PAGES=0
STATEMENTS=0
while true; do
  PAGES=$((PAGES + 1))
  STATEMENTS=$((STATEMENTS + $(grep -o '"stored"' <<<"$PAGE" | wc -l || true)))
  # a path on the same server, with everything in it that the first question said; absent on the last page
  MORE=$(sed -n 's/.*"more" *: *"\([^"]*\)".*/\1/p' <<<"$PAGE")
  [ -n "$MORE" ] || break
  PAGE=$(curl -sS --fail-with-body -u "$KEY" "$URL$MORE" -H 'X-Experience-API-Version: 1.0.3')
done
echo "$STATEMENTS statements on $PAGES pages"
