"""Reads all statements of one person, two on a page. Scope xapi:read (identity:read to see who it is).

python3 read_pages.py http://127.0.0.1:3000 KEY:SECRET      (or SNOWLIGHT_URL and SNOWLIGHT_KEY)
"""

import json
import urllib.parse

from snowlight import ask

agent = {"account": {"homePage": "https://lms.example.org", "name": "python-batch"}}
path = "/xapi/statements?" + urllib.parse.urlencode({"agent": json.dumps(agent), "limit": 2})
statements = []
pages = 0
while path:
    status, _, text = ask("GET", path)
    if status != 200:
        raise SystemExit(f"refused: {status} {text.decode()}")
    page = json.loads(text)
    pages += 1
    statements += page["statements"]
    # a path on the same server, with everything in it that the first question said; absent on the last page
    path = page.get("more")
print(f"{len(statements)} statements on {pages} pages")
