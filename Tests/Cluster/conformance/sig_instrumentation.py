"""Events, in both of their groups."""
from harness import STRATEGIC, check, holds, same

NOW = "2026-01-01T00:00:00.000000Z"


def core(t, name, label):
    return {"metadata": {"name": name, "labels": {label: "true"}}, "message": "This is a test event", "reason": "Test",
            "type": "Normal", "count": 1, "involvedObject": {"namespace": t.ns}}


def new(t, name, label):
    return {"metadata": {"name": name, "labels": {label: "true"}}, "note": "This is a test event", "reason": "Test",
            "type": "Normal", "action": "Do", "eventTime": NOW, "regarding": {"namespace": t.ns},
            "reportingController": "test-controller", "reportingInstance": "test-node"}


def content(event):
    body = event.to_dict()
    for field in ("resourceVersion", "managedFields"):
        body["metadata"].pop(field, None)
    return body


def there(t, events, **options):
    return [e for e in events.list(**options).items
            if (e.metadata.name, e.metadata.namespace) == ("event-test", t.ns)] != []


@check("[sig-instrumentation] Events should ensure that an event can be fetched, patched, deleted, and listed [Conformance]")
def core_event(t):
    events, label = t.kind("v1", "Event"), {"everywhere": True, "label_selector": "testevent-constant=true"}
    events.create(core(t, "event-test", "testevent-constant"))
    holds(there(t, events, **label), "the event is listed")
    events.patch("event-test", {"message": "This is a test event - patched"}, STRATEGIC)
    same(events.get("event-test").message, "This is a test event - patched", "the message")
    events.delete("event-test")
    holds(not there(t, events, **label), "the event is gone")


@check("[sig-instrumentation] Events API should ensure that an event can be fetched, patched, deleted, and listed [Conformance]")
def new_event(t):
    events, old = t.kind("events.k8s.io/v1", "Event"), t.kind("v1", "Event")
    events.create(new(t, "event-test", "testevent-constant"))
    holds(there(t, events, everywhere=True) and there(t, events), "the event is listed")
    same(old.names(field_selector="source=test-controller"), ["event-test"], "events by source, in the core group")
    same(events.names(field_selector="reportingController=test-controller"), ["event-test"], "events by controller")
    before = content(events.get("event-test"))
    series = {"count": 2, "lastObservedTime": "2014-09-19T13:49:16.000000Z"}
    events.patch("event-test", {"series": series}, STRATEGIC)
    wanted = {**before, "series": series}
    same(content(events.get("event-test")), wanted, "the patched event")
    wanted["series"] = {"count": 100, "lastObservedTime": "2017-09-19T13:49:16.000000Z"}
    events.replace(wanted)
    same(content(events.get("event-test")), wanted, "the updated event")
    events.delete("event-test")
    holds(not there(t, events, everywhere=True) and not there(t, events), "the event is gone")


def collection(events, make, t):
    names, label = ["test-event-1", "test-event-2", "test-event-3"], {"label_selector": "testevent-set=true"}
    for name in names:
        events.create(make(t, name, "testevent-set"))
    same(events.names(**label), names, "the events")
    events.delete_collection(**label)
    same(events.names(**label), [], "the events after their deletion")


@check("[sig-instrumentation] Events should delete a collection of events [Conformance]")
def core_collection(t):
    collection(t.kind("v1", "Event"), core, t)


@check("[sig-instrumentation] Events API should delete a collection of events [Conformance]")
def new_collection(t):
    collection(t.kind("events.k8s.io/v1", "Event"), new, t)


@check("[sig-instrumentation] Events should manage the lifecycle of an event [Conformance]")
def core_life(t):
    events, label = t.kind("v1", "Event"), {"label_selector": f"testevent-constant={t.ns}"}
    body = core(t, "event-test", "unused")
    body["metadata"]["labels"] = {"testevent-constant": t.ns}
    body["involvedObject"]["name"] = "involved"
    events.create(body)
    same([e.metadata.name for e in events.list(everywhere=True, **label).items], ["event-test"], "the event is listed")
    patched = events.patch("event-test", {"message": "This is a test event - patched"}, STRATEGIC)
    same(patched.message, "This is a test event - patched", "the message")
    series = {"count": 100, "lastObservedTime": "2017-09-19T13:49:16.000000Z"}
    updated = events.update("event-test", lambda e: e.update(series=series))
    same(updated.series.to_dict(), series, "the series")
    events.delete("event-test")
    same(events.list(everywhere=True, **label).items, [], "the events after the deletion")
