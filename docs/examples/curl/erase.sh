#!/usr/bin/env bash
# Erases a person for good: past statements stay, and are nobody's. Scope admin.
#   bash erase.sh http://127.0.0.1:3000 KEY:SECRET HOMEPAGE NAME
set -euo pipefail
URL=${1:?the address of the server}
KEY=${2:?KEY:SECRET}
HOMEPAGE=${3:?the home page of the account}
NAME=${4:?the name of the account}

# the reason is kept for good, so that it must name nobody
curl -sS --fail-with-body -u "$KEY" "$URL/v1/privacy/erasures" -H 'Content-Type: application/json' \
  -d "{\"account\":{\"homePage\":\"$HOMEPAGE\",\"name\":\"$NAME\"},\"reason\":\"request 17\"}"
echo
