"""The life of an object that many of upstream's tests go through: discovery, the verbs, a watch, subresources."""
from harness import MERGE, holds, same


def discovered(t, version, resource, subresources=()):
    """The group, its version and the resource are in the discovery documents."""
    group, _, number = version.rpartition("/")
    versions = {g["name"]: [v["version"] for v in g["versions"]] for g in t.request("GET", "/apis")[2]["groups"]}
    holds(number in versions[group], f"/apis has {version}")
    holds(number in [v["version"] for v in t.request("GET", "/apis/" + group)[2]["versions"]], f"{group} has {number}")
    names = [r["name"] for r in t.request("GET", "/apis/" + version)[2]["resources"]]
    for name in (resource, *(f"{resource}/{sub}" for sub in subresources)):
        holds(name in names, f"{name} in {version}")


def lived(t, objects, make, change, changed):
    """Three objects are created, one is read, patched, updated and watched, then all are deleted.

    `make(name)` gives a body without its name; `change(body)` is what the update does, `changed(object)` whether it
    shows. Returns nothing; the objects are gone.
    """
    label = {"label_selector": f"lived={t.unique('o')}"}

    def body(name):
        made = make()
        made["metadata"] = {"name": name, "labels": {"lived": t.unique("o")}}
        return made
    names = [t.unique(f"life{n}") for n in (1, 2, 3)]
    uids = [objects.create(body(name)).metadata.uid for name in names]
    first = names[0]
    same(objects.get(first).metadata.uid, uids[0], "the uid that is read")
    listed = objects.list(**label)
    same(sorted(i.metadata.name for i in listed.items), names, "what is listed")
    everywhere = objects.list(everywhere=True, **label)
    same(sorted(i.metadata.name for i in everywhere.items), names, "what is listed in all namespaces")
    start = listed.metadata.resourceVersion
    patched = objects.patch(first, {"metadata": {"annotations": {"patched": "true"}}})
    same(patched.metadata.annotations.patched, "true", "the patched annotation")

    def second(found):
        found["metadata"]["annotations"]["updated"] = "true"
        change(found)
    updated = objects.update(first, second)
    same(updated.metadata.annotations.updated, "true", "the updated annotation")
    holds(changed(updated), f"the update shows: {updated}")
    events = objects.watch(start, **label)
    for kind, seen in events:
        same(kind, "MODIFIED", "the event")
        # A controller of the kind may change these objects too, also before the patch.
        if seen["metadata"]["name"] == first and (seen["metadata"].get("annotations") or {}).get("updated"):
            break
    events.close()
    objects.delete(first)
    objects.gone(first)
    objects.refused(404, "get", first)
    same(objects.names(**label), names[1:], "what is left")
    objects.delete_collection(**label)
    objects.count(0, **label)


def status_lived(t, objects, name, patch, update, shown, annotates=True):
    """The status of an object is read, patched (with an annotation where its kind takes one there), and updated."""
    uid = objects.get(name).metadata.uid
    same(objects.get(name, "status").metadata.uid, uid, "the uid at /status")
    patched = objects.patch(
        name, {"metadata": {"annotations": {"patchedstatus": "true"}}, "status": patch}, MERGE, "status")
    annotations = patched.metadata.annotations or {}
    same(annotations.get("patchedstatus"), "true" if annotates else None, "the annotation of the patched status")
    for key, value in patch.items():
        same(patched.status.to_dict().get(key), value, f"the patched status.{key}")
    updated = objects.update(name, update, "status")
    holds(shown(updated.status), f"the updated status: {updated.status}")


def condition(**fields):
    return {"type": "StatusUpdate", "status": "True", "reason": "E2E", "message": "Set from a check", **fields}


def add_condition(body):
    body["status"].setdefault("conditions", []).append(condition())


def has_condition(status):
    return any(c.type == "StatusUpdate" and c.reason == "E2E" for c in status.conditions or [])
