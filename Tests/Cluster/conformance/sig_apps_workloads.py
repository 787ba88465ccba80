"""Deployments, ReplicaSets and ReplicationControllers with their Pods."""
from harness import STRATEGIC, check, holds, ready, same
from objects import add_condition, has_condition


def workload(t, kind, name, replicas, labels=None, **spec):
    """The manifest of a Deployment, ReplicaSet or ReplicationController."""
    labels = labels or {"name": name}
    command, pod = spec.pop("command", "sleep 1000"), spec.pop("pod", {})
    selector = labels if kind == "ReplicationController" else {"matchLabels": labels}
    return {"metadata": {"name": name, "labels": labels}, "spec": {
        "replicas": replicas, "selector": selector, "template": t.template(labels, command, **pod), **spec}}


def has(**status):
    return lambda body: all(body.get("status", {}).get(key, 0) == value for key, value in status.items())


def complete(t, deployments, name):
    """Waits until all of a Deployment's Pods are of its template, and available."""
    def done(d):
        wanted, status = d["spec"]["replicas"], d.get("status", {})
        return (status.get("observedGeneration", 0) >= d["metadata"]["generation"] and all(
            status.get(key, 0) == wanted for key in ("replicas", "updatedReplicas", "availableReplicas")))
    return deployments.wait(name, done, "its end")


def of(pod, owner):
    return [o.uid for o in pod.metadata.ownerReferences or [] if o.controller] == [owner]


@check("[sig-apps] Deployment should run the lifecycle of a Deployment [Conformance]")
def deployment_life(t):
    deployments, label = t.kind("apps/v1", "Deployment"), {"label_selector": "static=true"}
    start = deployments.list(**label).metadata.resourceVersion
    body = workload(t, "Deployment", "d", 2)
    body["metadata"]["labels"] = {"static": "true"}
    deployments.create(body)
    same(next(deployments.watch(start, **label))[0], "ADDED", "the first event")
    deployments.wait("d", has(readyReplicas=2))
    deployments.patch("d", {"metadata": {"labels": {"test-deployment": "patched"}}, "spec": {
        "replicas": 1, "template": {"spec": {"terminationGracePeriodSeconds": 2, "containers": [
            {"name": "c", "command": ["/bin/sleep", "2000"]}]}}}}, STRATEGIC)
    deployments.wait("d", lambda d: has(readyReplicas=1, updatedReplicas=1, unavailableReplicas=0)(d)
                     and d["spec"]["template"]["spec"]["containers"][0]["command"] == ["/bin/sleep", "2000"]
                     and d["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] == 2)
    found = [d.metadata.namespace for d in deployments.list(everywhere=True, **label).items]
    holds(t.ns in found, "the deployment is listed in all namespaces")
    # An update without a version, as of somebody who keeps the manifest: unconditional.
    body["metadata"]["labels"]["test-deployment"] = "updated"
    body["spec"]["template"]["spec"]["containers"][0]["command"] = ["/bin/sleep", "3000"]
    deployments.replace({**body, "apiVersion": "apps/v1", "kind": "Deployment"})
    status = deployments.get("d", "status")
    same(status.spec.template.spec.containers[0].command, ["/bin/sleep", "3000"], "the command at /status")
    same(status.metadata.labels["test-deployment"], "updated", "the label at /status")
    deployments.wait("d", has(readyReplicas=2, updatedReplicas=2, unavailableReplicas=0))
    deployments.patch("d", {"metadata": {"labels": {"test-deployment": "patched-status"}}, "status": {
        "readyReplicas": 0, "availableReplicas": 0}}, STRATEGIC, "status")
    same(deployments.get("d", "status").metadata.labels["test-deployment"], "updated",
         "the label, which a status patch leaves")
    deployments.wait("d", has(readyReplicas=2, updatedReplicas=2, unavailableReplicas=0))
    deployments.delete_collection(**label)
    for kind, _ in deployments.watch(start, **label):
        if kind == "DELETED":
            return
    holds(False, "the deletion was seen")


def status_endpoints(t, kind):
    """The status of a workload is read, updated and patched, and a watch sees it."""
    objects = t.kind("apps/v1", kind)
    start = objects.list().metadata.resourceVersion
    objects.create(workload(t, kind, "w", 1))
    objects.wait("w", has(readyReplicas=1))
    holds("observedGeneration" in objects.get("w", "status").status.to_dict(), "the status is read")
    updated = objects.update("w", add_condition, "status")
    holds(has_condition(updated.status), f"the updated status: {updated.status}")
    patch = {"status": {"conditions": [{"type": "StatusPatched", "status": "True"}]}}
    patched = objects.patch("w", patch, subresource="status")
    holds("StatusPatched" in [c.type for c in patched.status.conditions], f"the patched status: {patched.status}")
    wanted = ["StatusUpdate", "StatusPatched"]
    for _, seen in objects.watch(start):
        if wanted and wanted[0] in [c["type"] for c in seen["status"].get("conditions", [])]:
            wanted.pop(0)
        if not wanted:
            return
    holds(False, f"{wanted} were seen")


@check("[sig-apps] Deployment should validate Deployment Status endpoints [Conformance]")
def deployment_status(t):
    status_endpoints(t, "Deployment")


@check("[sig-apps] ReplicaSet should validate Replicaset Status endpoints [Conformance]")
def replica_set_status(t):
    status_endpoints(t, "ReplicaSet")


def scaled(t, kind, pods=True, **spec):
    """The scale of a workload is read, updated without a version, and patched."""
    objects = t.kind("apps/v1", kind)
    objects.create(workload(t, kind, "w", 1, **spec))
    if pods:
        objects.wait("w", has(replicas=1))
    scale = objects.get("w", "scale")
    same((scale.kind, scale.spec.replicas, scale.status.replicas), ("Scale", 1, 1 if pods else 0), "the scale")
    same(scale.status.selector, "name=w", "the selector of the scale")
    body = scale.to_dict()
    body["metadata"]["resourceVersion"], body["spec"]["replicas"] = "", 2
    same(objects.replace(body, "scale").spec.replicas, 2, "the updated scale")
    same(objects.get("w").spec.replicas, 2, "the replicas")
    patched = objects.patch("w", {"spec": {"replicas": 4}}, subresource="scale")
    same(patched.spec.replicas, 4, "the patched scale")
    same(objects.get("w").spec.replicas, 4, "the replicas")


@check("[sig-apps] Deployment Deployment should have a working scale subresource [Conformance]")
def deployment_scale(t):
    scaled(t, "Deployment")


@check("[sig-apps] ReplicaSet Replicaset should have a working scale subresource [Conformance]")
def replica_set_scale(t):
    scaled(t, "ReplicaSet")


@check("[sig-apps] Deployment RecreateDeployment should delete old pods and create new ones [Conformance]")
def recreate(t):
    deployments, pods = t.kind("apps/v1", "Deployment"), t.kind("v1", "Pod")
    deployments.create(workload(t, "Deployment", "d", 1, strategy={"type": "Recreate"}))
    complete(t, deployments, "d")
    start = pods.list().metadata.resourceVersion
    old = pods.list().items[0].metadata.name
    deployments.patch("d", {"spec": {"template": {"spec": {"containers": [
        {"name": "c", "command": ["/bin/sleep", "2000"]}]}}}}, STRATEGIC)
    complete(t, deployments, "d")
    ended = False
    for kind, pod in pods.watch(start):
        if pod["metadata"]["name"] == old:
            ended = ended or kind == "DELETED"
        elif pod.get("status", {}).get("phase") == "Running":
            holds(ended, "the new Pod ran only when the old one was gone")
            return


@check("[sig-apps] Deployment RollingUpdateDeployment should delete old pods and create new ones [Conformance]")
def rolling(t):
    deployments, sets, pods = t.kind("apps/v1", "Deployment"), t.kind("apps/v1", "ReplicaSet"), t.kind("v1", "Pod")
    labels = {"name": "sample-pod"}
    old = workload(t, "ReplicaSet", "adopted", 1, labels, command="sleep 500")
    old["metadata"]["annotations"] = {"deployment.kubernetes.io/revision": "3546343826724305832"}
    uid = sets.create(old).metadata.uid
    sets.wait("adopted", has(readyReplicas=1))
    made = deployments.create(workload(t, "Deployment", "d", 1, labels))
    complete(t, deployments, "d")
    found = {s.metadata.uid: s for s in sets.list().items}
    same(len(found), 2, "ReplicaSets")
    holds(of(found[uid], made.metadata.uid), "the old ReplicaSet is adopted")
    same(found[uid].spec.replicas, 0, "Pods of the old one")
    new = next(s for s in found.values() if s.metadata.uid != uid)
    same(new.metadata.annotations["deployment.kubernetes.io/revision"], "3546343826724305833", "the revision")
    pods.count(1)


@check("[sig-apps] Deployment deployment should delete old replica sets [Conformance]")
def history(t):
    deployments, sets = t.kind("apps/v1", "Deployment"), t.kind("apps/v1", "ReplicaSet")
    labels = {"name": "cleanup-pod"}
    sets.create(workload(t, "ReplicaSet", "old", 1, labels, command="sleep 500"))
    sets.wait("old", has(readyReplicas=1))
    deployments.create(workload(t, "Deployment", "d", 1, labels, revisionHistoryLimit=0))
    complete(t, deployments, "d")
    sets.gone("old")
    sets.count(1)


@check("[sig-apps] Deployment deployment should support proportional scaling [Conformance]")
def proportional(t):
    deployments, sets = t.kind("apps/v1", "Deployment"), t.kind("apps/v1", "ReplicaSet")
    deployments.create(workload(t, "Deployment", "d", 10, strategy={"type": "RollingUpdate", "rollingUpdate": {
        "maxSurge": 3, "maxUnavailable": 2}}))
    complete(t, deployments, "d")
    first = sets.list().items[0].metadata.name
    deployments.patch("d", {"spec": {"template": {"spec": {"containers": [
        {"name": "c", "image": "webserver:404", "imagePullPolicy": "Never"}]}}}}, STRATEGIC)

    def sizes():
        return {("old" if s.metadata.name == first else "new"): s.spec.replicas for s in sets.list().items}
    t.eventually(lambda: sizes() == {"old": 8, "new": 5}, lambda: f"8 and 5 Pods: {sizes()}")
    deployments.wait("d", has(availableReplicas=8, replicas=13))
    deployments.patch("d", {"spec": {"replicas": 30}}, subresource="scale")
    t.eventually(lambda: sizes() == {"old": 20, "new": 13}, lambda: f"20 and 13 Pods: {sizes()}")


@check("[sig-apps] Deployment deployment should support rollover [Conformance]")
def rollover(t):
    deployments, sets = t.kind("apps/v1", "Deployment"), t.kind("apps/v1", "ReplicaSet")
    labels = {"name": "rollover-pod"}
    sets.create(workload(t, "ReplicaSet", "controller", 1, labels, command="sleep 500"))
    sets.wait("controller", has(readyReplicas=1))
    body = workload(t, "Deployment", "d", 1, labels, minReadySeconds=2, strategy={
        "type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 0, "maxSurge": 1}})
    body["spec"]["template"]["spec"]["containers"][0] |= {"image": "nonexistent:none", "imagePullPolicy": "Never"}
    deployments.create(body)
    deployments.wait("d", has(updatedReplicas=1))
    middle = next(s.metadata.name for s in sets.list().items if s.metadata.name != "controller")
    deployments.patch("d", {"spec": {"template": {"spec": {"containers": [{"name": "c", "image": t.image}]}}}},
                      STRATEGIC)
    complete(t, deployments, "d")
    for name in ("controller", middle):
        sets.wait(name, lambda s: s["spec"]["replicas"] == 0 and has(replicas=0)(s))


@check("[sig-apps] ReplicaSet Replace and Patch tests [Conformance]")
def replace_and_patch(t):
    sets, pods = t.kind("apps/v1", "ReplicaSet"), t.kind("v1", "Pod")
    labels = {"name": "sample-pod"}
    pods.create(t.pod("orphan", labels=labels))
    t.running("orphan")
    sets.create(workload(t, "ReplicaSet", "rs", 1, labels))
    sets.wait("rs", has(availableReplicas=1))
    same(pods.names(), ["orphan"], "the adopted Pod serves")
    sets.update("rs", lambda s: s["spec"].update(replicas=3))
    sets.wait("rs", has(readyReplicas=3))
    sets.patch("rs", {"metadata": {"labels": {"test-rs": "patched"}}, "spec": {
        "replicas": 2, "template": {"spec": {"terminationGracePeriodSeconds": 0, "containers": [
            {"name": "c", "command": ["/bin/sleep", "2000"]}]}}}}, STRATEGIC)
    found = sets.wait("rs", has(readyReplicas=2, replicas=2))
    same(found["metadata"]["labels"]["test-rs"], "patched", "the label")
    same(found["spec"]["template"]["spec"]["containers"][0]["command"], ["/bin/sleep", "2000"], "the command")


def adopts(t, version, kind, release=True):
    """A controller adopts a Pod that matches, and releases one that does no more."""
    objects, pods = t.kind(version, kind), t.kind("v1", "Pod")
    labels = {"name": "pod-adoption"}
    pods.create(t.pod("orphan", labels=labels))
    uid = objects.create(workload(t, kind, "w", 1, labels)).metadata.uid
    pods.wait("orphan", lambda p: [o["uid"] for o in p["metadata"].get("ownerReferences", [])] == [uid], "an owner")
    if release:
        pods.patch("orphan", {"metadata": {"labels": {"name": "not-matching"}}})
        pods.wait("orphan", lambda p: not p["metadata"].get("ownerReferences"), "no owner")
        pods.count(1, label_selector="name=pod-adoption")


@check("[sig-apps] ReplicaSet should adopt matching pods on creation and release no longer matching pods [Conformance]")
def replica_set_adopts(t):
    adopts(t, "apps/v1", "ReplicaSet")


@check("[sig-apps] ReplicationController should adopt matching pods on creation [Conformance]")
def controller_adopts(t):
    adopts(t, "v1", "ReplicationController", release=False)


@check("[sig-apps] ReplicationController should release no longer matching pods [Conformance]")
def controller_releases(t):
    adopts(t, "v1", "ReplicationController")


@check("[sig-apps] ReplicaSet should list and delete a collection of ReplicaSets [Conformance]")
def replica_set_collection(t):
    sets, label = t.kind("apps/v1", "ReplicaSet"), {"label_selector": "name=many"}
    sets.create(workload(t, "ReplicaSet", "rs", 3, {"name": "many"}))
    sets.wait("rs", has(readyReplicas=3))
    same([s.metadata.namespace for s in sets.list(everywhere=True, **label).items], [t.ns], "what is listed")
    sets.delete_collection(**label)
    sets.count(0, **label)


def serves(t, version, kind):
    """Each Pod answers with its own name, through the API server."""
    objects, pods = t.kind(version, kind), t.kind("v1", "Pod")
    objects.create(workload(t, kind, "web", 2, command="mkdir /www; hostname >/www/index.html; exec httpd -f -p 8080 -h /www"))
    objects.wait("web", has(readyReplicas=2))
    for pod in pods.list(label_selector="name=web").items:
        holds(ready(pod.to_dict()), "the Pod is ready")
        name = pod.metadata.name
        answer = t.eventually(lambda n=name: t.request("GET", f"/api/v1/namespaces/{t.ns}/pods/{n}:8080/proxy/"),
                              "an answer")
        text = answer[2].decode() if isinstance(answer[2], bytes) else answer[2]
        same((answer[0], text.strip()), (200, name), "what the Pod says")


@check("[sig-apps] ReplicaSet should serve a basic image on each replica with a public image  [Conformance]")
def replica_set_serves(t):
    serves(t, "apps/v1", "ReplicaSet")


@check("[sig-apps] ReplicationController should serve a basic image on each replica with a public image  [Conformance]")
def controller_serves(t):
    serves(t, "v1", "ReplicationController")


@check("[sig-apps] ReplicationController should surface a failure condition on a common issue like exceeded quota [Conformance]")
def quota_failure(t):
    controllers, quotas = t.kind("v1", "ReplicationController"), t.kind("v1", "ResourceQuota")
    quotas.create({"metadata": {"name": "condition-test"}, "spec": {"hard": {"pods": "2"}}})
    quotas.wait("condition-test", lambda q: q["status"].get("hard", {}).get("pods") == "2")
    controllers.create(workload(t, "ReplicationController", "condition-test", 3))

    def failing(controller):
        return any(c["type"] == "ReplicaFailure" for c in controller["status"].get("conditions", []))
    controllers.wait("condition-test", failing, "a failure")
    controllers.update("condition-test", lambda c: c["spec"].update(replicas=2))
    controllers.wait("condition-test", lambda c: not failing(c), "no failure")


@check("[sig-apps] ReplicationController should test the lifecycle of a ReplicationController [Conformance]")
def controller_life(t):
    objects, label = t.kind("v1", "ReplicationController"), {"label_selector": "static=true"}
    start = objects.list(**label).metadata.resourceVersion
    objects.create(workload(t, "ReplicationController", "rc", 1, {"static": "true"}))
    objects.wait("rc", has(replicas=1, readyReplicas=1))
    patched = objects.patch("rc", {"metadata": {"labels": {"test-rc": "patched"}}}, STRATEGIC)
    same(patched.metadata.labels["test-rc"], "patched", "the label")
    status = objects.patch("rc", {"status": {"readyReplicas": 0, "availableReplicas": 0}}, STRATEGIC, "status")
    same(status.status.to_dict().get("readyReplicas", 0), 0, "the patched status")
    same(objects.get("rc", "status").status.replicas, 1, "replicas at /status")
    objects.patch("rc", {"metadata": {"creationTimestamp": None}, "spec": {"replicas": 2}, "status": {"replicas": 0}},
                  STRATEGIC, "scale")
    objects.wait("rc", has(replicas=2, readyReplicas=2))
    same(objects.get("rc").metadata.labels["test-rc"], "patched", "the label")
    objects.update("rc", lambda c: c["status"].update(availableReplicas=1, readyReplicas=1), "status")
    found = [c.metadata.labels["test-rc"] for c in objects.list(everywhere=True, **label).items
             if c.metadata.namespace == t.ns]
    same(found, ["patched"], "controllers in all namespaces")
    objects.delete_collection(**label)
    kinds = []
    for kind, _ in objects.watch(start, **label):
        kinds.append(kind)
        if kind == "DELETED":
            break
    holds(kinds[0] == "ADDED" and kinds[-1] == "DELETED" and kinds.count("MODIFIED") >= 4, f"the events: {kinds}")


@check("[sig-apps] ReplicationController should get and update a ReplicationController scale [Conformance]")
def controller_scale(t):
    objects = t.kind("v1", "ReplicationController")
    objects.create(workload(t, "ReplicationController", "rc", 1))
    objects.wait("rc", has(replicas=1))
    scale = objects.get("rc", "scale").to_dict()
    same(scale["status"]["replicas"], 1, "replicas by the scale")
    scale["metadata"]["resourceVersion"], scale["spec"]["replicas"] = "", 2
    objects.replace(scale, "scale")
    objects.wait("rc", has(replicas=2))
