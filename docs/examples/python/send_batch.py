"""Sends five statements in one request and repeats the request until it is answered. Scope xapi:write.

python3 send_batch.py http://127.0.0.1:3000 KEY:SECRET      (or SNOWLIGHT_URL and SNOWLIGHT_KEY)
"""

import http.client
import random
import time
import uuid

from snowlight import ask

# The ids are made before the first try, so that a batch of which the answer was lost is not stored twice.
batch = [
    {
        "id": str(uuid.uuid4()),
        "actor": {"account": {"homePage": "https://lms.example.org", "name": "python-batch"}},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/experienced"},
        "object": {"id": f"https://lms.example.org/runs/htn-2026-09/page-{number}"},
        "timestamp": f"2026-11-23T20:1{number}:00+08:00",
    }
    for number in range(1, 6)
]

for attempt in range(1, 9):
    wait = min(60, 2**attempt) * random.random()
    try:
        status, headers, text = ask("POST", "/xapi/statements", batch)
        if status == 200:
            print(f"stored, after {attempt}")
            break
        # a 400 or 409 stays what it is
        if status not in (429, 500, 502, 503, 504):
            raise SystemExit(f"refused: {status} {text.decode()}")
        wait = float(headers.get("Retry-After", wait))
    except (OSError, http.client.HTTPException) as lost:
        print(f"no answer: {lost}")
    time.sleep(wait)
else:
    raise SystemExit("the server cannot be reached; keep the batch and try again later")
