"""Compares `yilu solve` with frvcpy, a published exact solver for fixed routes with charging.

frvcpy: Kullman, Froger, Mendoza and Goodson, "frvcpy: An Open-Source Solver for the Fixed Route
Vehicle Charging Problem", INFORMS Journal on Computing 33(4), 2021.

Rules aligned: places lie in a plane, so that driving past a place is never shorter; the target asks
for the energy to its nearest charger; a stop costs its process time. Prints the counts as JSON.

Usage: compare_exact.py YILU COUNT
"""

import json
import math
import random
import subprocess
import sys
import tempfile
import warnings

warnings.filterwarnings("ignore")
from frvcpy import solver  # noqa: E402

CAPACITY = 60.0
CHARGES = [0.0, 40.0, 50.0, 60.0]
TIMES = [[0.0, 20.0, 30.0, 55.0], [0.0, 40.0, 60.0, 100.0], [0.0, 80.0, 120.0, 210.0]]
PLACES = 14
SAME = 0.01


def instance(random):
    """Start, target and chargers in a plane of 140 by 60."""
    spots = [(0.0, 30.0), (140.0, 30.0)]
    spots += [(random.random() * 140, random.random() * 60) for _ in range(PLACES - 2)]
    far = [[math.dist(a, b) for b in spots] for a in spots]
    return {
        "times": [[1.1 * d for d in row] for row in far],
        "energies": [[0.9 * d for d in row] for row in far],
        "kinds": [random.randrange(3) for _ in spots],
        "stops": [float(random.randrange(20)) for _ in spots],
        "initial": 20.0 + random.random() * 40,
    }


def theirs(given):
    stations = range(2, PLACES)
    kinds = [{"node_id": i, "cs_type": given["kinds"][i]} for i in stations]
    curves = [{"cs_type": k, "time": TIMES[k], "charge": CHARGES} for k in range(3)]
    problem = {
        "max_q": CAPACITY,
        "t_max": 1e6,
        "css": kinds,
        "breakpoints_by_type": curves,
        "energy_matrix": given["energies"],
        "time_matrix": given["times"],
        "process_times": [0.0, 0.0] + given["stops"][2:],
    }
    total, _ = solver.Solver(problem, [0, 1], given["initial"], multi_insert=True).solve()
    return None if total is None or total > 1e8 else total


def ours(yilu, given):
    pairs = [(i, j) for i in range(PLACES) for j in range(PLACES) if i != j]
    edges = [[i, j, given["times"][i][j], given["energies"][i][j]] for i, j in pairs]
    stations = [
        {
            "node": i,
            "stop_s": given["stops"][i],
            "wait_s": 0,
            "curve": [list(point) for point in zip(CHARGES, TIMES[given["kinds"][i]])],
        }
        for i in range(2, PLACES)
    ]
    problem = {
        "capacity_wh": CAPACITY,
        "initial_wh": given["initial"],
        "reserve_wh": 0,
        "arrival_wh": min(given["energies"][1][2:]),
        "nodes": PLACES,
        "from": 0,
        "to": 1,
        "edges": edges,
        "stations": stations,
    }
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(problem, file)
        file.flush()
        done = subprocess.run([yilu, "solve", file.name], capture_output=True, check=True)
    answer = json.loads(done.stdout)
    return answer["total_time_s"] if answer["feasible"] else None


def main():
    yilu, count = sys.argv[1], int(sys.argv[2])
    chance = random.Random(20261124)
    figures = {"equal": 0, "infeasible_in_both": 0, "different": 0, "greatest_difference": 0.0}
    for number in range(count):
        given = instance(chance)
        a, b = ours(yilu, given), theirs(given)
        if a is None and b is None:
            figures["infeasible_in_both"] += 1
        elif a is None or b is None or abs(a - b) > SAME:
            figures["different"] += 1
            print(f"instance {number}: yilu {a}, frvcpy {b}", file=sys.stderr)
        else:
            figures["equal"] += 1
            figures["greatest_difference"] = max(figures["greatest_difference"], abs(a - b))
    print(json.dumps(figures))


main()
