"""ConfigMaps, Secrets, Pods, Leases, Pod templates and runtime classes, as objects."""
from harness import MERGE, STRATEGIC, check, holds, ready, same
from objects import discovered, lived


@check("[sig-node] ConfigMap should fail to create ConfigMap with empty key [Conformance]")
def empty_key(t):
    t.kind("v1", "ConfigMap").refused(422, "create", {"metadata": {"name": "m"}, "data": {"": "value-1"}},
                                      says="data[]: Invalid value")


@check("[sig-node] Secrets should fail to create secret due to empty secret key [Conformance]")
def empty_secret_key(t):
    t.kind("v1", "Secret").refused(422, "create", {"metadata": {"name": "s"}, "data": {"": "dmFsdWU="}},
                                   says="data[]: Invalid value")


@check("[sig-node] ConfigMap should run through a ConfigMap lifecycle [Conformance]")
def config_map(t):
    maps, label = t.kind("v1", "ConfigMap"), {"label_selector": "static=true"}
    start = maps.list(**label).metadata.resourceVersion
    maps.create({"metadata": {"name": "m", "labels": {"static": "true"}}, "data": {"valueName": "value"}})
    patched = maps.patch("m", {"metadata": {"labels": {"test": "patched"}}, "data": {"valueName": "value1"}}, STRATEGIC)
    same((patched.metadata.labels.test, patched.data.valueName), ("patched", "value1"), "what was patched")
    same(maps.get("m").data.valueName, "value1", "what is read")
    found = [m.data.valueName for m in maps.list(everywhere=True, **label).items if m.metadata.namespace == t.ns]
    same(found, ["value1"], "what is listed")
    maps.delete_collection(**label)
    seen(maps.watch(start, **label), ["ADDED", "MODIFIED", "DELETED"])
    same(maps.names(**label), [], "what is left")


def seen(events, wanted):
    kinds = []
    for kind, _ in events:
        kinds.append(kind)
        if kind == "DELETED":
            break
    same(kinds, wanted, "the events")


@check("[sig-node] Secrets should patch a secret [Conformance]")
def secret(t):
    secrets, label = t.kind("v1", "Secret"), {"label_selector": "testsecret=true"}
    secrets.create({"metadata": {"name": "s", "labels": {"testsecret-constant": "true"}}, "type": "Opaque",
                    "data": {"key": "dmFsdWU="}})
    listed = secrets.list(everywhere=True, label_selector="testsecret-constant=true").items
    holds(t.ns in [s.metadata.namespace for s in listed], "the secret is listed")
    secrets.patch("s", {"metadata": {"labels": {"testsecret": "true"}}, "data": {"key": "dmFsdWUx"}}, STRATEGIC)
    found = [s.data.key for s in secrets.list(everywhere=True, **label).items if s.metadata.namespace == t.ns]
    same(found, ["dmFsdWUx"], "what is listed by the new label")
    secrets.delete_collection(**label)
    same(secrets.names(**label), [], "what is left")


@check("[sig-node] Lease lease API should be available [Conformance]")
def lease(t):
    leases, label = t.kind("coordination.k8s.io/v1", "Lease"), {"label_selector": "deletecollection=true"}
    spec = {"holderIdentity": "holder", "leaseDurationSeconds": 30, "leaseTransitions": 0,
            "acquireTime": "2026-01-02T03:04:05.000000Z", "renewTime": "2026-01-02T03:04:10.000000Z"}
    leases.create({"metadata": {"name": "lease"}, "spec": spec})
    same(leases.get("lease").spec.to_dict(), spec, "what is read")
    other = {**spec, "holderIdentity": "holder2", "leaseDurationSeconds": 60, "leaseTransitions": 2,
             "renewTime": "2026-01-02T03:05:10.000000Z"}
    leases.update("lease", lambda b: b.update(spec=other))
    same(leases.get("lease").spec.to_dict(), other, "what was updated")
    patched = leases.patch("lease", {"spec": {"leaseDurationSeconds": 40}}, STRATEGIC)
    same(patched.spec.to_dict(), {**other, "leaseDurationSeconds": 40}, "what was patched")
    leases.create({"metadata": {"name": "lease2", "labels": {"deletecollection": "true"}}, "spec": spec})
    same(len(leases.list().items), 2, "leases")
    leases.delete_collection(**label)
    same(leases.names(), ["lease"], "what is left")
    leases.delete("lease")
    leases.refused(404, "get", "lease")


def template(t, labels):
    return {"metadata": {"labels": labels}, "template": t.template({"a": "b"})}


@check("[sig-node] PodTemplates should run the lifecycle of PodTemplates [Conformance]")
def pod_template(t):
    templates, label = t.kind("v1", "PodTemplate"), {"label_selector": "podtemplate-static=true"}
    body = template(t, {"podtemplate-static": "true"})
    body["metadata"]["name"] = "nginx"
    templates.create(body)
    listed = [p.metadata.name for p in templates.list(everywhere=True, **label).items if p.metadata.namespace == t.ns]
    same(listed, ["nginx"], "what is listed in all namespaces")
    templates.patch("nginx", {"metadata": {"labels": {"podtemplate": "patched"}}}, STRATEGIC)
    same(templates.get("nginx").metadata.labels.podtemplate, "patched", "the label")
    templates.delete("nginx")
    same(templates.names(**label), [], "what is left")


@check("[sig-node] PodTemplates should delete a collection of pod templates [Conformance]")
def pod_templates(t):
    templates, label = t.kind("v1", "PodTemplate"), {"label_selector": "podtemplate-set=true"}
    names = ["test-podtemplate-1", "test-podtemplate-2", "test-podtemplate-3"]
    for name in names:
        body = template(t, {"podtemplate-set": "true"})
        body["metadata"]["name"] = name
        templates.create(body)
    same(templates.names(**label), names, "the templates")
    templates.delete_collection(**label)
    same(templates.names(**label), [], "what is left")


@check("[sig-node] RuntimeClass  should support RuntimeClasses API operations [Conformance]")
def runtime_classes(t):
    discovered(t, "node.k8s.io/v1", "runtimeclasses")
    lived(t, t.kind("node.k8s.io/v1", "RuntimeClass"), lambda: {"handler": "made-up"},
          lambda b: b["metadata"]["annotations"].update(more="yes"), lambda o: o.metadata.annotations.more == "yes")


@check("[sig-node] Pods Extended Pods Set QOS Class should be set on Pods with matching resource requests and limits for memory and cpu [Conformance]")
def quality(t):
    amounts = {"cpu": "100m", "memory": "100Mi"}
    made = t.kind("v1", "Pod").create(t.pod("p", container={"resources": {"requests": amounts, "limits": amounts}}))
    same(made.status.qosClass, "Guaranteed", "the class")
    same(t.kind("v1", "Pod").get("p").status.qosClass, "Guaranteed", "the class that is read")


@check("[sig-node] Pods should be submitted and removed [NodeConformance] [Conformance]")
def submitted(t):
    pods, label = t.kind("v1", "Pod"), {"label_selector": "time=now"}
    start = pods.list(**label)
    same(len(start.items), 0, "Pods at the beginning")
    pods.create(t.pod("p", labels={"name": "foo", "time": "now"}, terminationGracePeriodSeconds=30))
    same(next(pods.watch(start.metadata.resourceVersion, **label))[0], "ADDED", "the first event")
    t.running("p")
    pods.delete("p", gracePeriodSeconds=1)
    marked = False
    for kind, pod in pods.watch(start.metadata.resourceVersion, **label):
        marked = marked or bool(pod["metadata"].get("deletionTimestamp"))
        if kind == "DELETED":
            break
    holds(marked and pod["spec"], "the Pod was marked before it was gone")
    same(pods.names(**label), [], "what is left")


@check("[sig-node] Pods should be updated [NodeConformance] [Conformance]")
def updated(t):
    pods = t.kind("v1", "Pod")
    pods.create(t.pod("p", labels={"name": "foo", "time": "now"}))
    t.running("p")
    pods.update("p", lambda p: p["metadata"]["labels"].update(time="later"))
    same(pods.names(label_selector="time=later"), ["p"], "Pods by the new label")


@check("[sig-node] Pods should allow activeDeadlineSeconds to be updated [NodeConformance] [Conformance]")
def deadline(t):
    pods = t.kind("v1", "Pod")
    pods.create(t.pod("p"))
    t.running("p")
    pods.update("p", lambda p: p["spec"].update(activeDeadlineSeconds=1))
    found = pods.wait("p", lambda p: p["status"]["phase"] == "Failed", "its deadline")
    same(found["status"]["reason"], "DeadlineExceeded", "the reason")


@check("[sig-node] Pods should delete a collection of pods [Conformance]")
def collection(t):
    pods, label = t.kind("v1", "Pod"), {"label_selector": "type=Testing"}
    for number in (1, 2, 3):
        pods.create(t.pod(f"test-pod-{number}", labels={"type": "Testing"}))
    same(len(pods.list(**label).items), 3, "Pods")
    pods.delete_collection(**label)
    pods.count(0, **label)


@check("[sig-node] Pods should run through the lifecycle of Pods and PodStatus [Conformance]")
def life(t):
    pods, label = t.kind("v1", "Pod"), {"label_selector": "test-pod-static=true"}
    start = pods.list(**label).metadata.resourceVersion
    pods.create(t.pod("p", labels={"test-pod-static": "true"}))
    t.running("p")
    pods.patch("p", {"metadata": {"labels": {"test-pod": "patched"}}, "spec": {"containers": [
        {"name": "c", "image": t.image}]}}, STRATEGIC)
    same(pods.get("p").metadata.labels["test-pod"], "patched", "the label")
    status = pods.get("p", "status")
    holds(any(c.type == "Ready" and c.status == "True" for c in status.status.conditions), "the Pod is ready")
    replaced = pods.update("p", lambda p: next(
        c for c in p["status"]["conditions"] if c["type"] == "Ready").update(status="False"), "status")
    same([c.status for c in replaced.status.conditions if c.type == "Ready"], ["False"], "the replaced condition")
    pods.wait("p", lambda p: ready(p) and p["metadata"]["resourceVersion"] != replaced.metadata.resourceVersion,
              "Ready by its kubelet again")
    pods.patch("p", {"status": {"message": "patched"}}, MERGE, "status")
    pods.delete_collection(**label)
    kinds = [kind for kind, _ in until_deleted(pods.watch(start, **label))]
    holds(kinds[0] == "ADDED" and kinds[-1] == "DELETED" and "MODIFIED" in kinds, f"the events: {kinds}")


def until_deleted(events):
    for kind, body in events:
        yield kind, body
        if kind == "DELETED":
            return


@check("[sig-node] Pods should patch a pod status [Conformance]")
def patched_status(t):
    pods = t.kind("v1", "Pod")
    pods.create(t.pod("p"))
    t.running("p")
    found = pods.patch("p", {"metadata": {"labels": {"podstatus": "patched"}}}, STRATEGIC)
    same(found.metadata.labels.podstatus, "patched", "the label")
    patched = pods.patch("p", {"status": {"message": "Patched by e2e test", "reason": "E2E"}}, STRATEGIC, "status")
    same((patched.status.message, patched.status.reason), ("Patched by e2e test", "E2E"), "the status")


@check("[sig-node] PodTemplates should replace a pod template [Conformance]")
def replaced_template(t):
    templates = t.kind("v1", "PodTemplate")
    body = template(t, {})
    body["metadata"]["name"] = "replaced"
    templates.create(body)
    updated = templates.update("replaced", lambda p: p["metadata"].update(annotations={"updated": "true"}))
    same(updated.metadata.annotations.updated, "true", "the annotation")
