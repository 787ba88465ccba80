"""LimitRanges and PriorityClasses."""
from harness import check, holds, same

REQUESTS = {"cpu": "100m", "memory": "200Mi", "ephemeral-storage": "200Gi"}
LIMITS = {"cpu": "500m", "memory": "500Mi", "ephemeral-storage": "500Gi"}


@check("[sig-scheduling] LimitRange should create a LimitRange with defaults and ensure pod has those defaults applied. [Conformance]")
def limit_range(t):
    ranges, pods = t.kind("v1", "LimitRange"), t.kind("v1", "Pod")
    start = ranges.list().metadata.resourceVersion
    body = {"metadata": {"name": "limit-range"}, "spec": {"limits": [{
        "type": "Container", "min": {"cpu": "50m", "memory": "100Mi", "ephemeral-storage": "100Gi"},
        "max": LIMITS, "default": LIMITS, "defaultRequest": REQUESTS}]}}
    made = ranges.create(body)
    same(next(ranges.watch(start)), ("ADDED", made.to_dict()), "the first event")
    found = ranges.get("limit-range").spec.limits[0]
    same((found.default.to_dict(), found.defaultRequest.to_dict(), found.max.to_dict()), (LIMITS, REQUESTS, LIMITS),
         "what is read")

    def resources(name, **wanted):
        pods.create(t.pod(name, container={"resources": wanted}))
        return pods.get(name).spec.containers[0].resources.to_dict()
    same(resources("none"), {"limits": LIMITS, "requests": REQUESTS}, "a Pod that says nothing")
    partly = resources("partly", requests={"cpu": "300m", "memory": "200Mi"}, limits={"cpu": "300m"})
    same(partly, {"requests": {**REQUESTS, "cpu": "300m"}, "limits": {**LIMITS, "cpu": "300m"}},
         "a Pod that says something")
    pods.refused(403, "create", t.pod("less", container={"resources": {"requests": {"cpu": "10m", "memory": "50Mi"}}}),
                 says="minimum cpu usage per Container is 50m, but request is 10m")
    pods.refused(403, "create", t.pod("more", container={"resources": {"limits": {"cpu": "600m"}}}),
                 says="maximum cpu usage per Container is 500m, but limit is 600m")
    least = {"cpu": "1m", "memory": "50Mi", "ephemeral-storage": "50Gi"}
    ranges.update("limit-range", lambda r: r["spec"]["limits"][0].update(min=least))
    same(ranges.get("limit-range").spec.limits[0].min.to_dict(), least, "the updated limit")
    t.eventually(lambda: created(pods, t.pod("less", container={"resources": {
        "requests": {"cpu": "10m", "memory": "50Mi", "ephemeral-storage": "100Gi"}}})), "the new limit at work")
    pods.refused(403, "create", t.pod("more", container={"resources": {"limits": {"cpu": "600m"}}}))
    ranges.delete("limit-range")
    ranges.gone("limit-range")
    t.eventually(lambda: created(pods, t.pod("more", container={"resources": {"limits": {"cpu": "600m"}}})),
                 "no limit any more")
    holds(not pods.get("more").spec.containers[0].resources.limits.memory, "nothing is defaulted any more")


def created(pods, body):
    try:
        pods.create(body)
        return True
    except Exception as error:
        if getattr(error, "status", None) != 403:
            raise
        return False


@check("[sig-scheduling] SchedulerPreemption [Serial] PriorityClass endpoints verify PriorityClass endpoints can be operated with different HTTP methods [Conformance]")
def priority_classes(t):
    classes, first, second = t.kind("scheduling.k8s.io/v1", "PriorityClass"), t.unique("p1"), t.unique("p2")
    for value, name in ((1, first), (2, second)):
        classes.create({"metadata": {"name": name}, "value": value})
        t.undo.callback(lambda n=name: classes.absent(n) or classes.delete(n))
    patched = classes.patch(first, {"metadata": {"labels": {"a": "b"}}, "description": "patched"})
    same((patched.description, patched.value), ("patched", 1), "what was patched")
    updated = classes.update(second, lambda c: c.update(description="updated"))
    same((updated.description, updated.value), ("updated", 2), "what was updated")
    classes.refused(422, "patch", first, {"value": 100}, says="may not be changed in an update")
    classes.refused(422, "update", second, lambda c: c.update(value=200), says="may not be changed in an update")
    found = {c.metadata.name: c.value for c in classes.list().items}
    same((found[first], found[second]), (1, 2), "what is listed")


@check("[sig-scheduling] LimitRange should list, patch and delete a LimitRange by collection [Conformance]")
def limit_ranges(t):
    ranges, label = t.kind("v1", "LimitRange"), {"label_selector": f"e2e-test={t.number}"}
    other = t.unique("limits")
    t.kind("v1", "Namespace").create({"metadata": {"name": other}})
    there = t.kind("v1", "LimitRange", other)
    body = {"metadata": {"name": "l", "labels": {"e2e-test": str(t.number)}}, "spec": {"limits": [
        {"type": "Container", "min": {"cpu": "50m"}, "max": {"cpu": "500m"}}]}}
    ranges.create(body)
    there.create(body)
    same(sorted(r.metadata.namespace for r in ranges.list(everywhere=True, **label).items), sorted([t.ns, other]),
         "limits in all namespaces")
    patched = ranges.patch("l", {"metadata": {"labels": {"l": "patched"}}, "spec": {"limits": [
        {"type": "Container", "min": {"cpu": "40m"}, "max": {"cpu": "400m"}}]}})
    same((patched.metadata.labels.l, patched.spec.limits[0].min.cpu), ("patched", "40m"), "what was patched")
    ranges.delete_collection(label_selector="l=patched")
    same((ranges.names(), there.names()), ([], ["l"]), "what is left")
    t.kind("v1", "Namespace").delete(other)
