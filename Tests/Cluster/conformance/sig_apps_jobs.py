"""Jobs with their Pods."""
from harness import STRATEGIC, check, holds, same


def job(t, name, command, restart="OnFailure", **spec):
    return {"metadata": {"name": name}, "spec": {"template": t.template({"job": name}, command, restartPolicy=restart),
                                                 **spec}}


@check("[sig-apps] Job should run a job to completion when tasks sometimes fail and are locally restarted [Conformance]")
def job_restarts(t):
    jobs = t.kind("batch/v1", "Job")
    body = job(t, "fail-once-local", "if [ -f /data/foo ]; then exit 0; fi; touch /data/foo; exit 1",
               parallelism=2, completions=4, backoffLimit=6)
    spec = body["spec"]["template"]["spec"]
    spec["volumes"] = [{"name": "data", "emptyDir": {}}]
    spec["containers"][0]["volumeMounts"] = [{"name": "data", "mountPath": "/data"}]
    jobs.create(body)
    jobs.wait("fail-once-local", lambda j: j["status"].get("succeeded") == 4 and any(
        c["type"] == "Complete" and c["status"] == "True" for c in j["status"].get("conditions", [])), "its end")
    pods = t.kind("v1", "Pod").list(label_selector="job=fail-once-local").items
    same(sorted(p.status.containerStatuses[0].restartCount for p in pods), [1, 1, 1, 1], "restarts")


@check("[sig-apps] Job should delete a job [Conformance]")
def job_deleted(t):
    jobs, pods = t.kind("batch/v1", "Job"), t.kind("v1", "Pod")
    jobs.create(job(t, "foo", "sleep 1000", "Never", parallelism=2, completions=4))
    jobs.wait("foo", lambda j: j["status"].get("active") == 2)
    t.kubectl("delete", "job", "foo", "--timeout=60s")
    jobs.gone("foo")
    pods.count(0)


@check("[sig-apps] Job should adopt matching orphans and release non-matching pods [Conformance]")
def job_adopts(t):
    jobs, pods = t.kind("batch/v1", "Job"), t.kind("v1", "Pod")
    uid = jobs.create(job(t, "adopt-release", "sleep 1000", "Never", parallelism=2, completions=4)).metadata.uid
    jobs.wait("adopt-release", lambda j: j["status"].get("active") == 2)
    name = pods.names()[0]
    labels = pods.get(name).metadata.labels.to_dict()
    pods.patch(name, {"metadata": {"ownerReferences": None}})
    pods.wait(name, lambda p: [o["uid"] for o in p["metadata"].get("ownerReferences", [])] == [uid], "an owner again")
    pods.patch(name, {"metadata": {"labels": {key: None for key in labels}}})
    pods.wait(name, lambda p: not p["metadata"].get("ownerReferences"), "no owner")


@check("[sig-apps] Job should manage the lifecycle of a job [Conformance]")
def job_life(t):
    jobs, label = t.kind("batch/v1", "Job"), {"label_selector": f"e2e-job={t.number}"}
    jobs.create(job(t, "j", "true", "Never", parallelism=2, completions=2, suspend=True))
    patched = jobs.patch("j", {"metadata": {"labels": {"e2e-job": str(t.number)}}}, STRATEGIC)
    same(patched.metadata.labels["e2e-job"], str(t.number), "the label")
    updated = jobs.update("j", lambda j: (j["spec"].update(suspend=False),
                                          j["metadata"].setdefault("annotations", {}).update(updated="true")))
    same(updated.metadata.annotations.updated, "true", "the annotation")
    jobs.wait("j", lambda j: any(c["type"] == "Complete" for c in j["status"].get("conditions", [])), "its end")
    same([j.metadata.namespace for j in jobs.list(everywhere=True, **label).items], [t.ns], "jobs in all namespaces")
    jobs.delete_collection(propagation_policy="Background", **label)
    jobs.count(0, **label)
    t.kind("v1", "Pod").count(0)


@check("[sig-apps] Job should apply changes to a job status [Conformance]")
def job_status(t):
    jobs, when = t.kind("batch/v1", "Job"), "2026-01-02T03:04:05Z"
    jobs.create(job(t, "j", "sleep 1000", "Never", parallelism=1, completions=1, backoffLimit=1))
    jobs.wait("j", lambda j: j["status"].get("active") == 1)
    condition = {"type": "CustomConditionType", "status": "True", "reason": "E2E", "lastTransitionTime": when}
    patched = jobs.patch("j", {"metadata": {"annotations": {"patchedstatus": "true"}}, "status": {
        "conditions": [condition]}}, subresource="status")
    same(patched.metadata.annotations.patchedstatus, "true", "the annotation")
    holds(any(c.type == "CustomConditionType" for c in patched.status.conditions), "the patched condition")
    start = patched.status.startTime
    updated = jobs.update("j", lambda j: j["status"]["conditions"].append({**condition, "type": "Another"}), "status")
    holds(any(c.type == "Another" for c in updated.status.conditions), "the updated condition")
    same(jobs.get("j", "status").status.startTime, start, "the start at /status")


@check("[sig-apps] Job should create pods for an Indexed job with completion indexes and specified hostname [Conformance]")
def job_indexed(t):
    jobs = t.kind("batch/v1", "Job")
    jobs.create(job(t, "indexed-job", "test \"$(hostname)\" = \"indexed-job-$JOB_COMPLETION_INDEX\"", "Never",
                    parallelism=2, completions=4, completionMode="Indexed", backoffLimit=0))
    jobs.wait("indexed-job", lambda j: any(c["type"] == "Complete" for c in j["status"].get("conditions", [])), "its end")
    pods = t.kind("v1", "Pod").list(label_selector="job=indexed-job").items
    key = "batch.kubernetes.io/job-completion-index"
    same(sorted(p.metadata.annotations[key] for p in pods), ["0", "1", "2", "3"], "the indexes")
    same(sorted(p.spec.hostname for p in pods), [f"indexed-job-{n}" for n in range(4)], "the names of the hosts")
    same(jobs.get("indexed-job").status.completedIndexes, "0-3", "the indexes of the status")
