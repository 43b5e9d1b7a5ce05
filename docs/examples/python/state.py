"""Writes a state so that nobody else's change is lost. Scope xapi:state.

python3 state.py http://127.0.0.1:3000 KEY:SECRET      (or SNOWLIGHT_URL and SNOWLIGHT_KEY)
"""

import json
import random
import urllib.parse

from snowlight import ask

agent = {"account": {"homePage": "https://lms.example.org", "name": "python-state"}}
where = {
    "activityId": "https://lms.example.org/runs/htn-2026-09/book",
    "agent": json.dumps(agent),
    "stateId": "bookmark",
}
state = "/xapi/activities/state?" + urllib.parse.urlencode(where)

# what is there, and its ETag; of a new one, that there is none
status, headers, _ = ask("GET", state)
guard = {"If_Match": headers["ETag"]} if status == 200 else {"If_None_Match": "*"}

status, _, _ = ask("PUT", state, {"page": random.randrange(1000)}, **guard)
print(f"written: {status}")

# the same guard again, as somebody who read before it was written: refused, nothing is overwritten
status, _, _ = ask("PUT", state, {"page": 1}, **guard)
print(f"written by one who came too late: {status}")

# a POST merges at the top level and leaves the rest as it is
status, _, _ = ask("POST", state, {"font": "large"})
print(f"merged: {status}")
print(ask("GET", state)[2].decode())
