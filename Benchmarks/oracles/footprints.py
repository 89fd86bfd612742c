#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares footprints and their speed with bw2calc (BSD-3-Clause), a program of other hands.

footprints.py agree FILE
    solves every system of FILE with bw2calc and compares the totals that stand beside it;
    ends with 1 when one differs in the ninth significant digit.
footprints.py time FILE CLASS ITERATIONS
    times one class of bw2calc on the one system of FILE; prints JSON.
footprints.py bench BENCHMARK ROUNDS LIMIT random|database [SIZE ...]
    times BENCHMARK, a built FootprintBenchmark, against the classes of bw2calc in interleaved
    rounds, each run a process of its own with one thread, stopped after LIMIT seconds. Seconds
    are those of the processor for the thread, which other work on the machine changes least.

Needs numpy and bw2calc; the direct class uses pypardiso where that is installed, and SciPy's
SuperLU where it is not or BW_SUPERLU is set.

A system is lines of words: `system NAME SIZE DEMAND`, `process COLUMN OUTPUT DIRECT`,
`input ROW COLUMN AMOUNT`, `total WHAT NUMBER`. DEMAND is asked of product 0.
"""
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

if os.environ.get("BW_SUPERLU"):
    sys.modules["pypardiso"] = None  # an import of it fails
warnings.filterwarnings("ignore")


def read(path):
    """The systems of a file."""
    systems = []
    with open(path, encoding="utf-8") as file:
        for line in file:
            words = line.split()
            if words[0] == "system":
                systems.append({"name": words[1], "size": int(words[2]), "demand": float(words[3]),
                                "processes": [], "inputs": [], "totals": {}})
            elif words[0] == "process":
                systems[-1]["processes"].append((int(words[1]), float(words[2]), float(words[3])))
            elif words[0] == "input":
                systems[-1]["inputs"].append((int(words[1]), int(words[2]), float(words[3])))
            elif words[0] == "total":
                systems[-1]["totals"][words[1]] = float(words[2])
    return systems


def arrays(system):
    """A system as arrays: what a user of bw2calc has when work begins."""
    import numpy as np

    column, output, direct = (np.array(a) for a in zip(*system["processes"]))
    rows, columns, amounts = (
        (np.array(a) for a in zip(*system["inputs"])) if system["inputs"]
        else (np.zeros(0, int), np.zeros(0, int), np.zeros(0)))
    return (np.concatenate([column, rows]), np.concatenate([column, columns]),
            np.concatenate([output, amounts]),
            np.concatenate([np.zeros(len(column), bool), np.ones(len(rows), bool)]), column, direct)


def package(data, deviation=None):
    """A datapackage; with `deviation`, every input and emission is log-normal."""
    import bw_processing as bwp
    import numpy as np

    rows, columns, amounts, is_input, activities, direct = data

    def indices(rows, columns):
        array = np.empty(len(rows), dtype=bwp.INDICES_DTYPE)
        array["row"], array["col"] = rows + 1, columns + 1
        return array

    def distributions(values, uncertain):
        array = np.zeros(len(values), dtype=bwp.UNCERTAINTY_DTYPE)
        array["uncertainty_type"] = np.where(uncertain, 2, 0)
        array["loc"] = np.where(uncertain, np.log(values), values)
        array["scale"] = np.where(uncertain, np.log(deviation), np.nan)
        for name in ("shape", "minimum", "maximum"):
            array[name] = np.nan
        return {"distributions_array": array}

    made = bwp.create_datapackage()
    made.add_persistent_vector(
        matrix="technosphere_matrix", name="technosphere", indices_array=indices(rows, columns),
        data_array=amounts, flip_array=is_input,
        **(distributions(amounts, is_input) if deviation else {}))
    flow = np.full(len(direct), 10**9)
    made.add_persistent_vector(
        matrix="biosphere_matrix", name="biosphere", indices_array=indices(flow, activities),
        data_array=direct,
        **(distributions(direct, np.ones(len(direct), bool)) if deviation else {}))
    made.add_persistent_vector(
        matrix="characterization_matrix", name="characterization",
        indices_array=indices(flow[:1], flow[:1]), data_array=np.ones(1))
    return made


def agree(path):
    import bw2calc

    worst, count, differing = {}, 0, 0
    for system in read(path):
        lca = bw2calc.LCA({1: system["demand"]}, data_objs=[package(arrays(system))])
        lca.lci()
        lca.lcia()
        count += 1
        for what, total in system["totals"].items():
            difference = abs(total / lca.score - 1)
            worst[what] = max(worst.get(what, 0), difference)
            if not difference < 5e-10:
                differing += 1
                print(f"{system['name']}: {what} {total!r}, bw2calc {lca.score!r}")
    solver = "pypardiso" if bw2calc.PYPARDISO else "SciPy SuperLU"
    for what, difference in sorted(worst.items()):
        print(f"{count} systems, {what}: largest relative difference {difference:.1e}")
    print(f"bw2calc {bw2calc.__version__} with {solver}: {differing} differ")
    return 1 if differing or not count else 0


def measure(path, name, iterations):
    """Seconds from the arrays to the score, and for an iteration of Monte Carlo."""
    import bw2calc

    system = read(path)[0]
    data = arrays(system)
    demand = {1: system["demand"]}
    kind = getattr(bw2calc, name)
    result = {}

    def say():
        print(json.dumps(result), flush=True)

    start = time.thread_time()
    lca = kind(demand, data_objs=[package(data)])
    lca.lci()
    lca.lcia()
    result["first"], result["score"] = time.thread_time() - start, lca.score
    say()
    start = time.thread_time()
    lca = kind(demand, data_objs=[package(data, 1.1)], use_distributions=True, seed_override=1)
    lca.lci()
    lca.lcia()
    scores = [lca.score]
    while len(scores) < iterations:
        next(lca)
        scores.append(lca.score)
        # What was done when the time limit struck still tells the time of an iteration.
        result["done"] = len(scores)
        result["monte_carlo"] = (time.thread_time() - start) * iterations / len(scores)
        if len(scores) % 5 == 0:
            say()
    result["median"] = statistics.median(scores)
    say()
    return 0


def last_json(text):
    lines = [line for line in (text or "").splitlines() if line.startswith("{")]
    return json.loads(lines[-1]) if lines else {}


def run(command, limit, **variables):
    """The last JSON line that a process printed within the limit, and whether it was stopped."""
    threads = {name: "1" for name in ("MKL_NUM_THREADS", "OMP_NUM_THREADS",
                                      "OPENBLAS_NUM_THREADS")}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        env={**os.environ, **threads, **variables},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (int(limit), int(limit))))
    try:
        text, _ = process.communicate(timeout=10 * limit)
    except subprocess.TimeoutExpired:
        process.kill()
        text, _ = process.communicate()
    return last_json(text), process.returncode != 0


def bench(benchmark, rounds, limit, shape, sizes):
    iterations = 100
    script = os.path.abspath(__file__)
    rivals = [("LCA", "SuperLU", {"BW_SUPERLU": "1"}), ("LCA", "pypardiso", {}),
              ("IterativeLCA", "pypardiso, then BiCGSTAB", {}),
              ("JacobiGMRESLCA", "GMRES", {})]
    for size in sizes:
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            subprocess.run([benchmark, "make", shape, str(size)], stdout=file, check=True)
            file.flush()
            ours, theirs = [], {rival[:2]: [] for rival in rivals}
            stopped = set()
            for _ in range(rounds):
                ours.append(run([benchmark, "time", file.name, str(iterations)], limit)[0])
                for name, solver, variables in rivals:
                    if (name, solver) in stopped:
                        continue
                    found, late = run(
                        [sys.executable, script, "time", file.name, name, str(iterations)],
                        limit, **variables)
                    theirs[name, solver].append(found)
                    if late:
                        stopped.add((name, solver))
            report(shape, size, ours, theirs, stopped, limit)


def report(shape, size, ours, theirs, stopped, limit):
    load = os.getloadavg()[0]
    print(f"\n{shape} {size}, load {load:.1f}, {len(ours)} rounds")

    def line(who, runs, isStopped):
        cells = []
        for what in ("first", "monte_carlo"):
            found = [r[what] for r in runs if what in r]
            if not found:
                cells.append(f"{what} > {limit} s (stopped)")
                continue
            ratios = [t[what] / o[what] for t, o in zip(runs, ours) if what in t]
            cells.append(
                f"{what} {statistics.median(found):.4g} s"
                f" ({statistics.median(ratios):.3g}x, {min(ratios):.3g}-{max(ratios):.3g})")
        done = runs[-1].get("done") if runs else None
        note = f"; stopped after {limit} s, {done or 0} iterations" if isStopped else ""
        print(f"  {who}: " + ", ".join(cells) + note)

    line("tanzhang, " + ours[0]["method"], ours, False)
    for (name, solver), runs in theirs.items():
        line(f"bw2calc.{name} ({solver})", runs, (name, solver) in stopped)
        for run_ in runs:
            if "score" in run_ and not abs(run_["score"] / ours[0]["score"] - 1) < 1e-6:
                print(f"    DIFFERS: {run_['score']!r} and {ours[0]['score']!r}")
    sys.stdout.flush()


def main():
    words = sys.argv[1:]
    if words[:1] == ["agree"] and len(words) == 2:
        return agree(words[1])
    if words[:1] == ["time"] and len(words) == 4:
        return measure(words[1], words[2], int(words[3]))
    if words[:1] == ["bench"] and len(words) >= 5:
        sizes = [int(word) for word in words[5:]] or [1_000, 10_000, 20_000]
        return bench(words[1], int(words[2]), int(words[3]), words[4], sizes) or 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main())
