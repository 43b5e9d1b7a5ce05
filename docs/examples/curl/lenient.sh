#!/usr/bin/env bash
# Sends a statement that is not legal. A strict tenant refuses it with the rule, a lenient one corrects it and says how.
# Scopes xapi:write, xapi:read, and admin for the corrections.
#   bash lenient.sh http://127.0.0.1:3000 KEY:SECRET      (or SNOWLIGHT_URL and SNOWLIGHT_KEY)
set -euo pipefail
URL=${1:-${SNOWLIGHT_URL:?the address of the server}}
KEY=${2:-${SNOWLIGHT_KEY:?KEY:SECRET}}

ID=$(cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen)
ANSWER=$(mktemp)
trap 'rm -f "$ANSWER"' EXIT
# display is a bare text, and the timestamp has a space; Prefer: errors=all names every error, not the first alone
STATUS=$(curl -sS -o "$ANSWER" -w '%{http_code}' -u "$KEY" "$URL/xapi/statements" -H 'Accept-Language: en' \
  -H 'X-Experience-API-Version: 1.0.3' -H 'Content-Type: application/json' -H 'Prefer: errors=all' -d '{
    "id": "'"$ID"'",
    "actor": { "account": { "homePage": "https://lms.example.org", "name": "curl-lenient" } },
    "verb": { "id": "http://adlnet.gov/expapi/verbs/answered", "display": "answered" },
    "object": { "id": "https://lms.example.org/runs/htn-2026-09/q1" },
    "timestamp": "2026-11-23 20:15:00+0800"
  }')
echo "$STATUS"
cat "$ANSWER"
echo
[ "$STATUS" = 200 ] || exit 0

curl -sS --fail-with-body -u "$KEY" "$URL/xapi/statements?statementId=$ID" -H 'X-Experience-API-Version: 1.0.3'
echo
curl -sS --fail-with-body -u "$KEY" "$URL/v1/system/corrections?limit=10"
echo
