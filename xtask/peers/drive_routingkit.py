"""Plain drives with RoutingKit's customizable contraction hierarchy.

RoutingKit: Dibbelt, Strasser and Wagner, "Customizable Contraction Hierarchies", ACM Journal of
Experimental Algorithmics 21, 2016; called through Python.

Usage: drive_routingkit.py GRAPH

GRAPH is what the bench wrote. Prints the rows of the table as JSON.
"""

import json
import resource
import sys
import time
from pathlib import Path

import routingkit_cch as routingkit


def megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def asked(name, draws, graph, query):
    times, equal = [], 0
    for start, end, expected in graph["pairs"]:
        begin = time.perf_counter()
        result = query.run(start, end)
        found = result.distance
        if draws:
            result.arc_path
        # A second run while a result lives would not return.
        del result
        times.append((time.perf_counter() - begin) * 1000)
        equal += found == expected
    times.sort()
    quantile = lambda share: times[round((len(times) - 1) * share)]
    row = {"name": name, "draws": draws, "p50_ms": quantile(0.5), "p95_ms": quantile(0.95)}
    return {**row, "equal": equal, "pairs": len(times)}


def main(path):
    graph = json.loads(Path(path).read_text())
    nodes = graph["nodes"]
    tails, heads, weights = ([arc[i] for arc in graph["arcs"]] for i in range(3))
    before, begin = megabytes(), time.monotonic()
    places = [[node[i] for node in nodes] for i in range(2)]
    order = routingkit.compute_order_inertial(len(nodes), tails, heads, *places)
    cch = routingkit.CCH(order, tails, heads, False)
    query = routingkit.CCHQuery(routingkit.CCHMetric(cch, weights))
    prepared = {"prepared_ms": (time.monotonic() - begin) * 1000, "megabytes": megabytes() - before}
    names = [("routingkit-cch, time", False), ("routingkit-cch", True)]
    print(json.dumps([{**asked(*name, graph, query), **prepared} for name in names]))


if __name__ == "__main__":
    main(sys.argv[1])
