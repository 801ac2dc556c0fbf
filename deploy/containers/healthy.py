"""Does this container's server answer as it should? `python -S healthy.py PORT PATH`"""

import http.client
import sys

connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=4)
connection.request("GET", sys.argv[2])
sys.exit(0 if connection.getresponse().status < 400 else 1)
