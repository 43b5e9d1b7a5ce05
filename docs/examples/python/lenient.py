"""Sends a statement that is not legal. A strict tenant refuses it with the rule, a lenient one corrects it and says how.
Scopes xapi:write, xapi:read, and admin for the corrections.

python3 lenient.py http://127.0.0.1:3000 KEY:SECRET      (or SNOWLIGHT_URL and SNOWLIGHT_KEY)
"""

import json
import uuid

from snowlight import ask

id = str(uuid.uuid4())
statement = {
    "id": id,
    "actor": {"account": {"homePage": "https://lms.example.org", "name": "python-lenient"}},
    # a bare text where a language map belongs
    "verb": {"id": "http://adlnet.gov/expapi/verbs/answered", "display": "answered"},
    "object": {"id": "https://lms.example.org/runs/htn-2026-09/q1"},
    # a space for the T
    "timestamp": "2026-11-23 20:15:00+0800",
}
# every error, not the first alone
status, _, text = ask("POST", "/xapi/statements", statement, Prefer="errors=all")
print(status)
print(text.decode())
if status == 200:
    print(ask("GET", f"/xapi/statements?statementId={id}")[2].decode())
    _, _, text = ask("GET", "/v1/system/corrections?limit=10")
    for row in json.loads(text)["rows"]:
        if row["statement"] == id:
            print(f"{row['path']}: {row['done']} ({row['rule']})")
