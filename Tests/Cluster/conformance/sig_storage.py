"""What may not be changed any more."""
from harness import check, same


def immutable(t, kind, data, other):
    """An object may be changed until it is immutable; then its data stay, and immutability as well."""
    objects = t.kind("v1", kind)
    objects.create({"metadata": {"name": "o"}, "data": data})
    objects.update("o", lambda o: o["data"].update(other))
    objects.update("o", lambda o: o.update(immutable=True))
    wanted = {**data, **other}
    objects.refused(422, "update", "o", lambda o: o.update(immutable=False), says="field is immutable when `immutable` is set")
    objects.refused(422, "update", "o", lambda o: o["data"].update({"late": next(iter(data.values()))}),
                    says="field is immutable when `immutable` is set")
    objects.update("o", lambda o: o["metadata"].update(labels={"still": "free"}))
    same(objects.get("o").data.to_dict(), wanted, "the data")
    objects.delete("o")
    objects.refused(404, "get", "o")


@check("[sig-storage] ConfigMap should be immutable if `immutable` field is set [Conformance]")
def config_maps(t):
    immutable(t, "ConfigMap", {"data-1": "value-1"}, {"data-2": "value-2"})


@check("[sig-storage] Secrets should be immutable if `immutable` field is set [Conformance]")
def secrets(t):
    immutable(t, "Secret", {"data-1": "dmFsdWUtMQ=="}, {"data-2": "dmFsdWUtMg=="})
