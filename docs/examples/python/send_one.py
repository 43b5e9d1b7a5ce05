"""Sends one statement and reads it back. Scopes xapi:write and xapi:read.

python3 send_one.py http://127.0.0.1:3000 KEY:SECRET      (or SNOWLIGHT_URL and SNOWLIGHT_KEY)
"""

import uuid

from snowlight import ask

statement = {
    "actor": {"account": {"homePage": "https://lms.example.org", "name": "python-one"}},
    "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": {"en": "answered"}},
    "object": {"id": "https://lms.example.org/runs/htn-2026-09/q1"},
    "result": {"success": True, "duration": "PT21S"},
    "context": {
        "extensions": {
            "https://w3id.org/snowlight/extensions/run": "https://lms.example.org/runs/htn-2026-09"
        }
    },
    "timestamp": "2026-11-23T20:15:00+08:00",
}
# made here: sent again after a lost answer, it is the same statement
id = uuid.uuid4()

status, _, text = ask("PUT", f"/xapi/statements?statementId={id}", statement)
if status != 204:
    raise SystemExit(f"refused: {status} {text.decode()}")
print(f"stored {id}")

_, _, text = ask("GET", f"/xapi/statements?statementId={id}")
print(text.decode())
