"""Watches: what they show, from where, and in which order."""
import threading
import time

from harness import Failure, check, holds, same

LABEL = "watch-this-configmap"


def maps_of(t):
    return t.kind("v1", "ConfigMap")


def labelled(name, value):
    return {"metadata": {"name": name, "labels": {LABEL: value}}}


def selector(*values):
    return {"label_selector": f"{LABEL} in ({','.join(values)})"}


def mutation(value):
    return lambda body: body.setdefault("data", {}).update(mutation=value)


def expect(events, kind, made=None):
    """The next event of a watch is of that type, and shows that object."""
    try:
        found, body = next(events)
    except StopIteration:
        raise Failure(f"the watch ended before {kind}") from None
    same(found, kind, f"the type of the event ({body['metadata']['name']}, {body.get('data')})")
    if made is not None:
        same(body, made.to_dict(), f"the object of {kind}")
    return body


@check("[sig-api-machinery] Watchers should observe add, update, and delete watch notifications on configmaps [Conformance]")
def notifications(t):
    maps = maps_of(t)
    start = maps.list().metadata.resourceVersion
    made = [maps.create(labelled("a", "A"))]
    made.append(maps.update("a", mutation("1")))
    made.append(maps.update("a", mutation("2")))
    maps.delete("a")
    other = maps.create(labelled("b", "B"))
    maps.delete("b")
    of_a = [("ADDED", made[0]), ("MODIFIED", made[1]), ("MODIFIED", made[2]), ("DELETED", None)]
    of_b = [("ADDED", other), ("DELETED", None)]
    # Each watch shows exactly these, one behind the other: an event that does not belong to it would be in between.
    for values, wanted in ((["A"], of_a), (["B"], of_b), (["A", "B"], of_a + of_b)):
        events = maps.watch(start, **selector(*values))
        for kind, body in wanted:
            expect(events, kind, body)
        events.close()
    live = maps.watch(maps.list().metadata.resourceVersion, **selector("B"))
    thread = threading.Thread(target=lambda: [maps.create(labelled("a", "A")), maps.create(labelled("b", "B"))])
    thread.start()
    same(expect(live, "ADDED")["metadata"]["name"], "b", "what a running watch of B shows")
    thread.join()
    live.close()


@check("[sig-api-machinery] Watchers should be able to start watching from a specific resource version [Conformance]")
def from_version(t):
    maps = maps_of(t)
    maps.create(labelled("m", "from"))
    first = maps.update("m", mutation("1"))
    second = maps.update("m", mutation("2"))
    maps.delete("m")
    events = maps.watch(first.metadata.resourceVersion, **selector("from"))
    expect(events, "MODIFIED", second)
    expect(events, "DELETED")
    events.close()


@check("[sig-api-machinery] Watchers should be able to restart watching from the last resource version observed by the previous watch [Conformance]")
def restarted(t):
    maps = maps_of(t)
    start = maps.list().metadata.resourceVersion
    made = maps.create(labelled("m", "again"))
    maps.update("m", mutation("1"))
    broken = maps.watch(start, **selector("again"))
    expect(broken, "ADDED", made)
    last = expect(broken, "MODIFIED")
    broken.close()
    second = maps.update("m", mutation("2"))
    again = maps.watch(last["metadata"]["resourceVersion"], **selector("again"))
    maps.delete("m")
    expect(again, "MODIFIED", second)
    expect(again, "DELETED")
    again.close()


@check("[sig-api-machinery] Watchers should observe an object deletion if it stops meeting the requirements of the selector [Conformance]")
def transitions(t):
    maps = maps_of(t)
    start = maps.list().metadata.resourceVersion

    def relabel(value):
        return lambda body: body["metadata"]["labels"].update({LABEL: value})
    made = maps.create(labelled("m", "mine"))
    first = maps.update("m", mutation("1"))
    moved = maps.update("m", relabel("other"))
    maps.update("m", mutation("2"))
    restored = maps.update("m", relabel("mine"))
    third = maps.update("m", mutation("3"))
    maps.delete("m")
    events = maps.watch(start, **selector("mine"))
    expect(events, "ADDED", made)
    expect(events, "MODIFIED", first)
    left = expect(events, "DELETED")
    same(left["metadata"]["resourceVersion"], moved.metadata.resourceVersion, "the version of the deletion")
    same(left["metadata"]["labels"][LABEL], "mine", "the label that the deletion shows")
    expect(events, "ADDED", restored)
    expect(events, "MODIFIED", third)
    expect(events, "DELETED")
    events.close()


@check("[sig-api-machinery] Watchers should receive events on concurrent watches in same order [Conformance]")
def same_order(t):
    maps, rounds = maps_of(t), 40
    version = maps.list().metadata.resourceVersion
    stop = threading.Event()

    def produce():
        number = 0
        while not stop.is_set():
            name = f"m{number % 5}"
            if number < 5:
                maps.create({"metadata": {"name": name}})
            elif number % 3 == 0:
                maps.delete(name)
                maps.create({"metadata": {"name": name}})
            else:
                maps.patch(name, {"data": {"n": str(number)}})
            number += 1
            time.sleep(0.005)
    producer = threading.Thread(target=produce)
    producer.start()
    watches = []
    try:
        for _ in range(rounds):
            watches.append(maps.watch(version))
            version = next(watches[0])[1]["metadata"]["resourceVersion"]
            for later in watches[1:]:
                same(next(later)[1]["metadata"]["resourceVersion"], version, "the version of the same event")
    finally:
        stop.set()
        producer.join()
        for one in watches:
            one.close()
    holds(len(watches) == rounds, "all watches ran")
