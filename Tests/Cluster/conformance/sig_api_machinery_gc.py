"""The garbage collector: what goes with its owner, what stays, and what waits."""
from harness import check, holds, same


def workload(t, kind, version, name, replicas):
    """Makes a workload with its Pods, which controllers have seen but which need not run. Returns its uid."""
    labels, objects = {"app": name}, t.kind(version, kind)
    selector = labels if version == "v1" else {"matchLabels": labels}
    made = objects.create({"metadata": {"name": name}, "spec": {
        "replicas": replicas, "selector": selector, "template": t.template(labels)}})
    objects.wait(name, lambda o: o.get("status", {}).get("replicas") == replicas)
    return made.metadata.uid


def collected(t):
    """Waits until the collector has done something that was asked of it just now, so all from before as well."""
    maps = t.kind("v1", "ConfigMap")
    owner = maps.create({"metadata": {"name": "mark"}})
    maps.create({"metadata": {"name": "marked", "ownerReferences": [reference("ConfigMap", owner)]}})
    maps.delete("mark", propagationPolicy="Background")
    maps.gone("marked")


def reference(kind, owner, **more):
    return {"apiVersion": "v1", "kind": kind, "name": owner.metadata.name, "uid": owner.metadata.uid, **more}


@check("[sig-api-machinery] Garbage collector should delete pods created by rc when not orphaning [Conformance]")
def background(t):
    uid = workload(t, "ReplicationController", "v1", "rc", 2)
    t.kind("v1", "ReplicationController").delete(
        "rc", propagationPolicy="Background", preconditions={"uid": uid})
    t.kind("v1", "Pod").count(0, label_selector="app=rc")
    same(t.kind("v1", "ReplicationController").names(), [], "controllers")


@check("[sig-api-machinery] Garbage collector should orphan pods created by rc if delete options say so [Conformance]")
def orphan(t):
    uid = workload(t, "ReplicationController", "v1", "rc", 4)
    controllers, pods = t.kind("v1", "ReplicationController"), t.kind("v1", "Pod")
    controllers.delete("rc", propagationPolicy="Orphan", preconditions={"uid": uid})
    controllers.gone("rc")
    collected(t)
    left = pods.list(label_selector="app=rc").items
    same(len(left), 4, "Pods that are left")
    holds(all(not p.metadata.ownerReferences for p in left), "the Pods have no owner any more")


@check("[sig-api-machinery] Garbage collector should delete RS created by deployment when not orphaning [Conformance]")
def deployment(t):
    uid = workload(t, "Deployment", "apps/v1", "web", 2)
    t.kind("apps/v1", "Deployment").delete("web", propagationPolicy="Background", preconditions={"uid": uid})
    t.kind("apps/v1", "ReplicaSet").count(0)
    t.kind("v1", "Pod").count(0)


@check("[sig-api-machinery] Garbage collector should orphan RS created by deployment when deleteOptions.PropagationPolicy is Orphan [Conformance]")
def deployment_orphan(t):
    uid = workload(t, "Deployment", "apps/v1", "web", 2)
    deployments, sets = t.kind("apps/v1", "Deployment"), t.kind("apps/v1", "ReplicaSet")
    deployments.delete("web", propagationPolicy="Orphan", preconditions={"uid": uid})
    deployments.gone("web")
    collected(t)
    left = sets.list().items
    same(len(left), 1, "ReplicaSets that are left")
    holds(not left[0].metadata.ownerReferences, "the ReplicaSet has no owner any more")
    same(len(t.kind("v1", "Pod").list().items), 2, "Pods that are left")


@check("[sig-api-machinery] Garbage collector should keep the rc around until all its pods are deleted if the deleteOptions says so [Conformance]")
def foreground(t):
    uid = workload(t, "ReplicationController", "v1", "rc", 4)
    controllers, pods = t.kind("v1", "ReplicationController"), t.kind("v1", "Pod")
    held = pods.names(label_selector="app=rc")[0]
    pods.patch(held, {"metadata": {"finalizers": ["example.com/held"]}})
    controllers.delete("rc", propagationPolicy="Foreground", preconditions={"uid": uid})
    kept = controllers.get("rc")
    holds(kept.metadata.deletionTimestamp and "foregroundDeletion" in kept.metadata.finalizers,
          f"the controller waits: {kept.metadata}")
    pods.count(1, label_selector="app=rc")
    collected(t)
    controllers.get("rc")
    pods.patch(held, {"metadata": {"finalizers": None}})
    controllers.gone("rc")
    same(pods.names(label_selector="app=rc"), [], "Pods behind the controller")


@check("[sig-api-machinery] Garbage collector should not delete dependents that have both valid owner and owner that's waiting for dependents to be deleted [Conformance]")
def two_owners(t):
    controllers, pods = t.kind("v1", "ReplicationController"), t.kind("v1", "Pod")
    uid = workload(t, "ReplicationController", "v1", "dying", 4)
    stays = controllers.create({"metadata": {"name": "stays"}, "spec": {
        "replicas": 0, "selector": {"app": "stays"}, "template": t.template({"app": "stays"})}})
    both = pods.names(label_selector="app=dying")[:2]
    for name in both:
        pods.patch(name, [{"op": "add", "path": "/metadata/ownerReferences/-",
                           "value": reference("ReplicationController", stays)}], "application/json-patch+json")
    controllers.delete("dying", propagationPolicy="Foreground", preconditions={"uid": uid})
    controllers.gone("dying")
    collected(t)
    left = pods.list(label_selector="app=dying").items
    same(sorted(p.metadata.name for p in left), both, "Pods that are left")
    for pod in left:
        same([o.name for o in pod.metadata.ownerReferences], ["stays"], "owners")
        holds(pod.metadata.deletionTimestamp is None, "the Pod is not being deleted")


@check("[sig-api-machinery] Garbage collector should not be blocked by dependency circle [Conformance]")
def circle(t):
    pods = t.kind("v1", "Pod")
    made = [pods.create(t.pod(f"pod{n}")) for n in (1, 2, 3)]
    for number, pod in enumerate(made):
        owner = made[number - 1]
        pods.patch(pod.metadata.name, {"metadata": {"ownerReferences": [
            reference("Pod", owner, controller=True, blockOwnerDeletion=True)]}})
    pods.delete("pod1", propagationPolicy="Foreground")
    pods.count(0)
