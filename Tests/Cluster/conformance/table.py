"""Writes docs/compatibility/conformance.md from the names and the checks; with --check it compares instead.

Reads the checks without running them, so that nothing but Python is needed.
"""
import ast
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[2]
NAMES = [ROOT / f"docs/api-data/conformance-names-{level}.txt" for level in ("1.23", "later")]
PAGE = ROOT / "docs/compatibility/conformance.md"

# Why a name has no check: the first entry whose words are all in the name. Names that none fits are not looked at here.
ABSENT = [
    (("AdmissionWebhook", "match conditions"), "expressions of match conditions are not compiled"),
    (("Webhook",), "no webhooks are called"),
    (("ValidatingAdmissionPolicy",), "policies are kept, but not asked"),
    (("retrieving logs", "over websockets"), "logs are not sent over WebSockets"),
    (("compacted away",), "takes minutes; `ListTests` of the server hold it"),
    (("sig-apps] Job", "failure policy"), "the Job controller knows no failure policies"),
    (("Aggregator",), "no requests are passed on to other API servers"),
    (("sig-apps] CronJob",), "there is no CronJob controller"),
    (("sig-apps] Daemon set",), "there is no DaemonSet controller"),
    (("sig-apps] StatefulSet",), "there is no StatefulSet controller"),
    (("sig-apps] DisruptionController",), "there is no disruption controller"),
    (("EndpointSliceMirroring",), "there is no mirroring controller"),
    (("sig-network] DNS",), "the cluster has no DNS"),
    (("SchedulerPreemption",), "nothing is preempted"),
]
# Groups of which every name has a check or a reason.
WHOLE = ("sig-api-machinery", "sig-apps", "sig-auth", "sig-cli", "sig-instrumentation")

HEAD = """# Conformance

What upstream's conformance program asserts under each name of its list (of Kubernetes 1.23, with names of later lists that concern
the API server; both in `docs/api-data`), and whether it holds. The program itself has not been run: no build of it was at hand. Each check was written anew after upstream's test of the
name and drives a cluster with Pods by the PyPI client and `kubectl`; `Tests/Cluster` runs all of them and fails where one does.
This page is written from the checks by `make generate`.

*Holds*: a check of the name passes. *In part*: it passes, and leaves out what the last column says. *No*: it cannot hold yet.
Names of the groups `sig-api-machinery`, `sig-apps`, `sig-auth`, `sig-cli` and `sig-instrumentation` are all here; of the others those
that have a check or are known not to hold.
"""


def checks():
    """The checks by name: the file, and what each leaves out."""
    found = {}
    for path in sorted(HERE.glob("sig_*.py")):
        tree = ast.parse(path.read_text())
        constants = {s.targets[0].id: s.value.value for s in tree.body
                     if isinstance(s, ast.Assign) and isinstance(s.value, ast.Constant)}
        for function in (s for s in tree.body if isinstance(s, ast.FunctionDef)):
            for call in function.decorator_list:
                if not (isinstance(call, ast.Call) and getattr(call.func, "id", "") == "check"):
                    continue
                less = next((k.value for k in call.keywords if k.arg == "less"), None)
                less = constants[less.id] if isinstance(less, ast.Name) else less and less.value
                for name in (a.value for a in call.args):
                    if name in found:
                        sys.exit(f"two checks of {name}")
                    found[name] = (path.name, less)
    return found


def page(names, found):
    unknown = sorted(set(found) - set(names))
    if unknown:
        sys.exit(f"not on the list: {unknown}")
    rows, other, sums = {}, {}, {}
    for name in names:
        group = name[1:name.index("]")]
        why = next((why for words, why in ABSENT if all(w in name for w in words)), None)
        if name in found:
            file, less = found[name]
            row = ("in part" if less else "holds", f"`{file}`" + (f"; without {less}" if less else ""))
        elif why:
            row = ("no", why)
        elif group in WHOLE:
            sys.exit(f"neither a check nor a reason: {name}")
        else:
            other[group] = other.get(group, 0) + 1
            continue
        text = name.split("] ", 1)[1].replace(" [Conformance]", "").strip().replace("|", "\\|").replace("*", "\\*")
        rows.setdefault(group, []).append(f"| {text} | {row[0]} | {row[1]} |")
        sums.setdefault(group, {}).setdefault(row[0], []).append(name)
    lines = [HEAD, "| group | holds | in part | no | not looked at |", "|---|---|---|---|---|"]
    groups = sorted({*rows, *other})
    for group in groups:
        counts = [len(sums.get(group, {}).get(k, [])) for k in ("holds", "in part", "no")] + [other.get(group, 0)]
        lines.append(f"| {group} | " + " | ".join(map(str, counts)) + " |")
    for group in groups:
        if group in rows:
            lines += ["", f"## {group}", "", "| name | | |", "|---|---|---|", *rows[group]]
    return "\n".join(lines) + "\n"


def main():
    text = page([name for file in NAMES for name in file.read_text().splitlines()], checks())
    if "--check" in sys.argv:
        return 0 if PAGE.exists() and PAGE.read_text() == text else f"{PAGE} is not what its checks say: make generate"
    PAGE.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
