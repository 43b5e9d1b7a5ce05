"""Erases a person for good: past statements stay, and are nobody's. Scope admin.

python3 erase.py http://127.0.0.1:3000 KEY:SECRET HOMEPAGE NAME
"""

import json
import sys

from snowlight import ask

_, _, _, home_page, name = sys.argv
# the reason is kept for good, so that it must name nobody
order = {"account": {"homePage": home_page, "name": name}, "reason": "request 17"}
status, _, text = ask("POST", "/v1/privacy/erasures", order)
if status != 200:
    raise SystemExit(f"refused: {status} {text.decode()}")
for erasure in json.loads(text)["erasures"]:
    print(erasure["pid"], erasure["at"], erasure["erased"])
