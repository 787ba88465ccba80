"""Lists in pages, and the objects of flow control and admission policies."""
from concurrent.futures import ThreadPoolExecutor

from harness import check, holds, same
from objects import discovered, lived, status_lived


@check("[sig-api-machinery] Servers with support for API chunking should return chunks of results for list calls [Conformance]")
def chunks(t):
    templates, total, limit = t.kind("v1", "PodTemplate", t.ns), 120, 17
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: templates.create({
            "metadata": {"name": f"template-{n:04}"}, "template": t.template({"a": "b"})}), range(total)))
    names, token, version = [], None, None
    while True:
        page = templates.list(limit=limit, _continue=token)
        holds(len(page.items) <= limit, "a page is no longer than asked for")
        names += [i.metadata.name for i in page.items]
        version = version or page.metadata.resourceVersion
        same(page.metadata.resourceVersion, version, "the version of each page")
        token = page.metadata["continue"]
        same(page.metadata.remainingItemCount or 0, total - len(names), "what remains")
        if not token:
            break
    same(names, [f"template-{n:04}" for n in range(total)], "all names, in order")
    same(len(templates.list().items), total, "a list in one piece")


@check("[sig-api-machinery] API priority and fairness should support FlowSchema API operations [Conformance]")
def flow_schemas(t):
    version = "flowcontrol.apiserver.k8s.io/v1"
    discovered(t, version, "flowschemas", ["status"])
    objects, name = t.kind(version, "FlowSchema"), t.unique("status")

    def body():
        return {"spec": {"matchingPrecedence": 10000, "priorityLevelConfiguration": {"name": "global-default"},
                         "rules": [{"subjects": [{"kind": "User", "user": {"name": "example-e2e-non-existent-user"}}],
                                    "nonResourceRules": [{"verbs": ["*"], "nonResourceURLs": ["*"]}]}]}}
    lived(t, objects, body, lambda b: b["spec"].update(matchingPrecedence=9999),
          lambda o: o.spec.matchingPrecedence == 9999)
    objects.create({**body(), "metadata": {"name": name}})
    conditions(t, objects, name)


def conditions(t, objects, name):
    """A status with conditions is patched and updated, and the object is deleted."""
    when = "2026-01-02T03:04:05Z"
    first = {"type": "PatchStatusFailed", "status": "False", "reason": "P", "message": "m", "lastTransitionTime": when}
    second = {**first, "type": "StatusUpdateFailed"}
    status_lived(t, objects, name, {"conditions": [first]}, lambda b: b["status"].update(conditions=[first, second]),
                 lambda s: [c.type for c in s.conditions] == [first["type"], second["type"]], annotates=False)
    objects.delete(name)


@check("[sig-api-machinery] API priority and fairness should support PriorityLevelConfiguration API operations [Conformance]")
def priority_levels(t):
    version = "flowcontrol.apiserver.k8s.io/v1"
    discovered(t, version, "prioritylevelconfigurations", ["status"])
    objects, name = t.kind(version, "PriorityLevelConfiguration"), t.unique("status")

    def body():
        return {"spec": {"type": "Limited", "limited": {
            "nominalConcurrencyShares": 2, "limitResponse": {"type": "Reject"}}}}
    lived(t, objects, body, lambda b: b["spec"]["limited"].update(nominalConcurrencyShares=4),
          lambda o: o.spec.limited.nominalConcurrencyShares == 4)
    objects.create({**body(), "metadata": {"name": name}})
    conditions(t, objects, name)


def policy():
    return {"spec": {"failurePolicy": "Ignore", "matchConstraints": {
        "namespaceSelector": {"matchLabels": {"no": "such"}}, "resourceRules": [
            {"apiGroups": ["apps"], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["deployments"]}]},
        "validations": [{"expression": "object.spec.replicas <= 100"}]}}


@check("[sig-api-machinery] ValidatingAdmissionPolicy [Privileged:ClusterAdmin] should support ValidatingAdmissionPolicy API operations [Conformance]")
def policies(t):
    version = "admissionregistration.k8s.io/v1"
    discovered(t, version, "validatingadmissionpolicies", ["status"])
    objects, name = t.kind(version, "ValidatingAdmissionPolicy"), t.unique("status")
    lived(t, objects, policy, lambda b: b["spec"].update(failurePolicy="Fail"),
          lambda o: o.spec.failurePolicy == "Fail" and o.metadata.generation == 2)
    objects.create({**policy(), "metadata": {"name": name}})
    conditions(t, objects, name)


@check("[sig-api-machinery] ValidatingAdmissionPolicy [Privileged:ClusterAdmin] should support ValidatingAdmissionPolicyBinding API operations [Conformance]")
def bindings(t):
    version = "admissionregistration.k8s.io/v1"
    discovered(t, version, "validatingadmissionpolicybindings")
    lived(t, t.kind(version, "ValidatingAdmissionPolicyBinding"),
          lambda: {"spec": {"policyName": "none.example.com", "validationActions": ["Warn"]}},
          lambda b: b["spec"].update(validationActions=["Deny"]), lambda o: list(o.spec.validationActions) == ["Deny"])
