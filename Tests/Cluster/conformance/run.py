"""Runs the checks: usage run.py KUBECONFIG IMAGE [WORDS…]. Prints `ok name` or `FAIL name: why` for each.

With WORDS only those run whose names contain one of them. Ends with 1 where one failed. KUBECTL in the environment is the
program that stands in for the one on the path.
"""
import importlib
import os
import pathlib
import sys
import threading
import time
import traceback
from concurrent.futures import ThreadPoolExecutor

import harness

HERE = pathlib.Path(__file__).parent
AT_ONCE = 12


def main():
    cluster = harness.Cluster(sys.argv[1], sys.argv[2], os.environ.get("KUBECTL", "kubectl"))
    for file in sorted(HERE.glob("sig_*.py")):
        importlib.import_module(file.stem)
    words = sys.argv[3:]
    chosen = [(n, f) for n, f in harness.CHECKS if not words or any(w in n for w in words)]
    functions = {}
    for name, function in chosen:
        functions.setdefault(function, []).append(name)
    lock, failed = threading.Lock(), 0

    def run(function, names):
        began, why, trace = time.monotonic(), None, ""
        try:
            with harness.Check(cluster) as one:
                function(one)
        except Exception as error:  # whatever a check meets is its result
            why, trace = f"{type(error).__name__}: {harness.short(str(error))}", traceback.format_exc(limit=-4)
        nonlocal failed
        with lock:
            for name in names:
                took = f" ({time.monotonic() - began:.1f} s)"
                print(f"FAIL {name}: {why}" if why else f"ok {name}{took if words else ''}", flush=True)
                failed += why is not None
            if why and words:
                print(trace, flush=True)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for function, names in functions.items():
            pool.submit(run, function, names)
    print(f"{len(chosen) - failed} ok, {failed} failed")
    return 1 if failed or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
