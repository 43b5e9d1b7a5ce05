#!/usr/bin/env bash
# Sends one statement and reads it back. Scopes xapi:write and xapi:read.
#   bash send-one.sh http://127.0.0.1:3000 KEY:SECRET      (or SNOWLIGHT_URL and SNOWLIGHT_KEY)
set -euo pipefail
URL=${1:-${SNOWLIGHT_URL:?the address of the server}}
KEY=${2:-${SNOWLIGHT_KEY:?KEY:SECRET}}

# made here: sent again after a lost answer, it is the same statement
ID=$(cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen)

curl -sS --fail-with-body -u "$KEY" -X PUT "$URL/xapi/statements?statementId=$ID" \
  -H 'X-Experience-API-Version: 1.0.3' -H 'Content-Type: application/json' -d '{
    "actor": { "account": { "homePage": "https://lms.example.org", "name": "curl-one" } },
    "verb": { "id": "http://adlnet.gov/expapi/verbs/answered", "display": { "en": "answered" } },
    "object": { "id": "https://lms.example.org/runs/htn-2026-09/q1" },
    "result": { "success": true, "duration": "PT21S" },
    "context": { "extensions": {
      "https://w3id.org/snowlight/extensions/run": "https://lms.example.org/runs/htn-2026-09" } },
    "timestamp": "2026-11-23T20:15:00+08:00"
  }'
echo "stored $ID"

curl -sS --fail-with-body -u "$KEY" "$URL/xapi/statements?statementId=$ID" -H 'X-Experience-API-Version: 1.0.3'
echo
