"""What of the tests of CronJobs, DaemonSets, StatefulSets and disruption budgets the API server alone decides."""
from harness import MERGE, check, holds, same
from objects import add_condition, discovered, has_condition, lived, status_lived
from sig_apps_workloads import scaled, workload

NO_DAEMONS = "the Pods: there is no DaemonSet controller"
NO_SETS = "the Pods: there is no StatefulSet controller"
NO_BUDGETS = "the controller's part of the status: there is no disruption controller"


@check("[sig-apps] CronJob should support CronJob API operations [Conformance]")
def cron_jobs(t):
    discovered(t, "batch/v1", "cronjobs", ["status"])
    objects = t.kind("batch/v1", "CronJob")

    def body():
        return {"spec": {"schedule": "* */1 * * ?", "concurrencyPolicy": "Allow", "jobTemplate": {"spec": {
            "parallelism": 1, "completions": 1, "template": t.template({"a": "b"}, restartPolicy="OnFailure")}}}}
    objects.create({**body(), "metadata": {"name": "status"}})
    now = "2026-01-02T03:04:05Z"
    status_lived(t, objects, "status", {"lastScheduleTime": now}, lambda b: b["status"].update(lastScheduleTime=later),
                 lambda s: s.lastScheduleTime == later)
    objects.delete("status")
    lived(t, objects, body, lambda b: b["spec"].update(suspend=True), lambda o: o.spec.suspend)


later = "2026-01-02T04:04:05Z"


def daemon(t):
    body = workload(t, "DaemonSet", "w", 1)
    del body["spec"]["replicas"]
    return body


def stateful(t):
    body = workload(t, "StatefulSet", "w", 1)
    body["spec"]["serviceName"] = "test"
    return body


def status_of(t, kind, body):
    objects = t.kind("apps/v1", kind)
    objects.create(body)
    updated = objects.update("w", add_condition, "status")
    holds(has_condition(updated.status), f"the updated status: {updated.status}")
    patched = objects.patch("w", {"status": {"conditions": [{"type": "StatusPatched", "status": "True"}]}}, MERGE, "status")
    same([c.type for c in patched.status.conditions], ["StatusPatched"], "the patched conditions")
    same([c.type for c in objects.get("w", "status").status.conditions], ["StatusPatched"], "the conditions at /status")


def collection_of(t, kind, body):
    objects, label = t.kind("apps/v1", kind), {"label_selector": "name=w"}
    objects.create(body)
    same([o.metadata.namespace for o in objects.list(everywhere=True, **label).items if o.metadata.namespace == t.ns],
         [t.ns], "what is listed")
    patched = objects.patch("w", {"metadata": {"labels": {"patched": "true"}}, "spec": {"template": {"spec": {
        "terminationGracePeriodSeconds": 0}}}})
    same(patched.metadata.labels.patched, "true", "the label")
    objects.delete_collection(**label)
    objects.count(0, **label)


@check("[sig-apps] Daemon set [Serial] should list and delete a collection of DaemonSets [Conformance]", less=NO_DAEMONS)
def daemon_collection(t):
    collection_of(t, "DaemonSet", daemon(t))


@check("[sig-apps] Daemon set [Serial] should verify changes to a daemon set status [Conformance]", less=NO_DAEMONS)
def daemon_status(t):
    status_of(t, "DaemonSet", daemon(t))


@check("[sig-apps] StatefulSet Basic StatefulSet functionality [StatefulSetBasic] should have a working scale subresource [Conformance]", less=NO_SETS)
def stateful_scale(t):
    scaled(t, "StatefulSet", pods=False, serviceName="test")


@check("[sig-apps] StatefulSet Basic StatefulSet functionality [StatefulSetBasic] should list, patch and delete a collection of StatefulSets [Conformance]", less=NO_SETS)
def stateful_collection(t):
    collection_of(t, "StatefulSet", stateful(t))


@check("[sig-apps] StatefulSet Basic StatefulSet functionality [StatefulSetBasic] should validate Statefulset Status endpoints [Conformance]", less=NO_SETS)
def stateful_status(t):
    status_of(t, "StatefulSet", stateful(t))


def budget(name, least=1, labels=None):
    return {"metadata": {"name": name, "labels": labels or {}}, "spec": {
        "minAvailable": least, "selector": {"matchLabels": {"foo": "bar"}}}}


@check("[sig-apps] DisruptionController should create a PodDisruptionBudget [Conformance]", less=NO_BUDGETS)
def budgets(t):
    objects = t.kind("policy/v1", "PodDisruptionBudget")
    objects.create(budget("b", 1))
    same(objects.get("b").spec.minAvailable, 1, "what is read")
    same(objects.update("b", lambda b: b["spec"].update(minAvailable="2%")).spec.minAvailable, "2%", "what was updated")
    same(objects.patch("b", {"spec": {"minAvailable": "3%"}}).spec.minAvailable, "3%", "what was patched")
    objects.delete("b")
    objects.refused(404, "get", "b")


@check("[sig-apps] DisruptionController Listing PodDisruptionBudgets for all namespaces should list and delete a collection of PodDisruptionBudgets [Conformance]", less=NO_BUDGETS)
def budget_collection(t):
    mine, others, label = t.ns, t.unique("budgets"), {"label_selector": f"budgets={t.number}"}
    t.kind("v1", "Namespace").create({"metadata": {"name": others}})
    labels = {"budgets": str(t.number)}
    here, there = t.kind("policy/v1", "PodDisruptionBudget"), t.kind("policy/v1", "PodDisruptionBudget", others)
    here.create(budget("b1", labels=labels))
    here.create(budget("b2", labels=labels))
    there.create(budget("b3", labels=labels))
    found = sorted((b.metadata.namespace, b.metadata.name) for b in here.list(everywhere=True, **label).items)
    same(found, sorted([(mine, "b1"), (mine, "b2"), (others, "b3")]), "budgets in all namespaces")
    here.delete_collection(**label)
    same((here.names(**label), there.names(**label)), ([], ["b3"]), "budgets that are left")
    t.kind("v1", "Namespace").delete(others)


@check("[sig-apps] DisruptionController should update/patch PodDisruptionBudget status [Conformance]", less=NO_BUDGETS)
def budget_status(t):
    objects = t.kind("policy/v1", "PodDisruptionBudget")
    objects.create(budget("b"))
    disrupted = {"pod-0": "2026-01-02T03:04:05Z"}
    updated = objects.update("b", lambda b: b["status"].update(disruptedPods=disrupted), "status")
    same(updated.status.disruptedPods.to_dict(), disrupted, "the updated status")
    patched = objects.patch("b", {"status": {"disruptedPods": None}}, MERGE, "status")
    holds(not patched.status.disruptedPods, f"the patched status: {patched.status}")


@check("[sig-apps] ControllerRevision [Serial] should manage the lifecycle of a ControllerRevision [Conformance]", less=NO_DAEMONS)
def revisions(t):
    objects, label = t.kind("apps/v1", "ControllerRevision"), {"label_selector": "daemon=set"}
    owner = t.kind("apps/v1", "DaemonSet").create(daemon(t))
    reference = {"apiVersion": "apps/v1", "kind": "DaemonSet", "name": "w", "uid": owner.metadata.uid, "controller": True}

    def revision(number):
        return {"metadata": {"name": f"r{number}", "labels": {"daemon": "set"}, "ownerReferences": [reference]},
                "revision": number, "data": {"spec": {"template": {"$patch": "replace"}}}}
    objects.create(revision(1))
    patched = objects.patch("r1", {"metadata": {"labels": {"r1": "patched"}}})
    same(patched.metadata.labels.r1, "patched", "the label")
    objects.create(revision(2))
    same(objects.names(**label), ["r1", "r2"], "revisions")
    objects.delete("r1")
    updated = objects.update("r2", lambda r: r["metadata"]["labels"].update(r2="updated"))
    same(updated.metadata.labels.r2, "updated", "the label")
    objects.refused(422, "update", "r2", lambda r: r.update(data={"other": 1}), says="field is immutable")
    objects.create(revision(3))
    objects.delete_collection(label_selector="r2=updated")
    same([(r.metadata.name, r.revision) for r in objects.list(**label).items], [("r3", 3)], "what is left")
