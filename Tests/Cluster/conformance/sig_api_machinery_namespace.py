"""Namespaces: what goes with them, and that they are patched."""
import secrets

from harness import STRATEGIC, check, holds, same


def emptied(t, version, kind, body, ready=lambda _: True):
    """A namespace that is deleted takes an object along, and has none when it is made anew."""
    namespaces, name = t.kind("v1", "Namespace"), t.unique("emptied")
    namespaces.create({"metadata": {"name": name}})
    objects = t.kind(version, kind, name)
    objects.create(body)
    objects.wait(body["metadata"]["name"], ready)
    namespaces.delete(name)
    namespaces.gone(name)
    namespaces.create({"metadata": {"name": name}})
    same(objects.names(), [], f"{kind} objects in the namespace that was made anew")
    namespaces.delete(name)


@check("[sig-api-machinery] Namespaces [Serial] should ensure that all pods are removed when a namespace is deleted [Conformance]")
def pods(t):
    emptied(t, "v1", "Pod", t.pod("test-pod"), lambda pod: pod["status"].get("phase") == "Running")


@check("[sig-api-machinery] Namespaces [Serial] should ensure that all services are removed when a namespace is deleted [Conformance]")
def services(t):
    emptied(t, "v1", "Service", {"metadata": {"name": "test-service"}, "spec": {
        "selector": {"a": "b"}, "ports": [{"port": 80, "targetPort": 80}]}})


@check("[sig-api-machinery] Namespaces [Serial] should patch a Namespace [Conformance]")
def patch(t):
    namespaces, value = t.kind("v1", "Namespace"), secrets.token_hex(4)
    namespaces.patch(t.ns, {"metadata": {"labels": {"testLabel": value}}}, STRATEGIC)
    found = namespaces.get(t.ns)
    same(found.metadata.labels.testLabel, value, "the label")
    holds(found.status.phase == "Active", "the namespace is active")


@check("[sig-api-machinery] Namespaces [Serial] should apply an update to a Namespace [Conformance]")
def update(t):
    namespaces = t.kind("v1", "Namespace")
    changed = namespaces.update(t.ns, lambda n: n["metadata"]["labels"].update(updated="yes"))
    same(changed.metadata.labels.updated, "yes", "the label")


@check("[sig-api-machinery] Namespaces [Serial] should apply changes to a namespace status [Conformance]")
def status(t):
    namespaces = t.kind("v1", "Namespace")
    same(namespaces.get(t.ns, "status").status.phase, "Active", "the phase")
    condition = {"type": "StatusPatch", "status": "True", "reason": "E2E", "message": "Patched by a check"}
    patched = namespaces.patch(t.ns, {"metadata": {"annotations": {"e2e-patched-ns-status": t.ns}}, "status": {
        "conditions": [condition]}}, subresource="status")
    same(patched.metadata.annotations["e2e-patched-ns-status"], t.ns, "the annotation")
    same([c.type for c in patched.status.conditions], ["StatusPatch"], "the patched conditions")
    updated = namespaces.update(t.ns, lambda n: n["status"]["conditions"].append(
        {**condition, "type": "StatusUpdate"}), "status")
    same([c.type for c in updated.status.conditions], ["StatusPatch", "StatusUpdate"], "the updated conditions")
    holds(updated.status.phase == "Active", "the namespace stays active")


@check("[sig-api-machinery] Namespaces [Serial] should apply a finalizer to a Namespace [Conformance]")
def finalizer(t):
    namespaces, name = t.kind("v1", "Namespace"), t.unique("finalized")
    namespaces.create({"metadata": {"name": name}})

    def finalize(change):
        body = namespaces.get(name).to_dict()
        change(body["spec"])
        return t.request("PUT", f"/api/v1/namespaces/{name}/finalize", body)
    code, _, made = finalize(lambda s: s["finalizers"].append("e2e.example.com/fakeFinalizer"))
    same((code, made["spec"]["finalizers"]), (200, ["kubernetes", "e2e.example.com/fakeFinalizer"]), "the finalizers")
    code, _, made = finalize(lambda s: s["finalizers"].remove("e2e.example.com/fakeFinalizer"))
    same((code, made["spec"]["finalizers"]), (200, ["kubernetes"]), "the finalizers")
    namespaces.delete(name)
    namespaces.gone(name)
