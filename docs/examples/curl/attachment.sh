#!/usr/bin/env bash
# Sends a statement with a file and reads it back with it. Scopes xapi:write, xapi:read and identity:read.
#   bash attachment.sh http://127.0.0.1:3000 KEY:SECRET      (or SNOWLIGHT_URL and SNOWLIGHT_KEY)
set -euo pipefail
URL=${1:-${SNOWLIGHT_URL:?the address of the server}}
KEY=${2:-${SNOWLIGHT_KEY:?KEY:SECRET}}

FILES=$(mktemp -d)
trap 'rm -rf "$FILES"' EXIT
printf 'Certificate of attendance\n' >"$FILES/certificate.txt"
SHA2=$(sha256sum "$FILES/certificate.txt" 2>/dev/null || shasum -a 256 "$FILES/certificate.txt")
SHA2=${SHA2%% *}
LENGTH=$(($(wc -c <"$FILES/certificate.txt")))
ID=$(cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen)

# multipart/mixed: the statement first, then one part for each file. Lines end in CR LF.
{
  printf -- '--part\r\nContent-Type: application/json\r\n\r\n'
  printf '%s' "{
    \"id\": \"$ID\",
    \"actor\": { \"account\": { \"homePage\": \"https://lms.example.org\", \"name\": \"curl-attachment\" } },
    \"verb\": { \"id\": \"http://adlnet.gov/expapi/verbs/completed\" },
    \"object\": { \"id\": \"https://lms.example.org/runs/htn-2026-09\" },
    \"attachments\": [{
      \"usageType\": \"http://adlnet.gov/expapi/attachments/certificate\",
      \"display\": { \"en\": \"Certificate\" },
      \"contentType\": \"text/plain\", \"length\": $LENGTH, \"sha2\": \"$SHA2\"
    }]
  }"
  printf -- '\r\n--part\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: binary\r\n'
  printf 'X-Experience-API-Hash: %s\r\n\r\n' "$SHA2"
  cat "$FILES/certificate.txt"
  printf -- '\r\n--part--\r\n'
} >"$FILES/body"

curl -sS --fail-with-body -u "$KEY" "$URL/xapi/statements" -H 'X-Experience-API-Version: 1.0.3' \
  -H 'Content-Type: multipart/mixed; boundary=part' --data-binary "@$FILES/body"
echo

curl -sS --fail-with-body -u "$KEY" "$URL/xapi/statements?statementId=$ID&attachments=true" \
  -H 'X-Experience-API-Version: 1.0.3'
