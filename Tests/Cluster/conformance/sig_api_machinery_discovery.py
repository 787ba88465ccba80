"""Discovery, the server's version, and what has no Table."""
from kubernetes import client

from harness import check, holds, same
from objects import discovered


@check("[sig-api-machinery] Discovery should validate PreferredVersion for each APIGroup [Conformance]")
def preferred(t):
    groups = t.request("GET", "/apis")[2]["groups"]
    holds(len(groups) > 10, "there are groups")
    # The groups of other checks come and go.
    for group in (g for g in groups if not g["name"].endswith(".example.com")):
        code, _, one = t.request("GET", "/apis/" + group["name"])
        same((code, one["name"]), (200, group["name"]), f"the document of {group['name']}")
        names = [v["groupVersion"] for v in one["versions"]]
        holds(one["preferredVersion"]["groupVersion"] in names, f"the preferred version of {group['name']}: {one}")
        same(one["preferredVersion"], group["preferredVersion"], "the preferred version in both documents")


@check("[sig-api-machinery] server version should find the server version [Conformance]")
def version(t):
    found = client.VersionApi(t.cluster.client).get_code()
    holds(found.major == "1" and found.minor.rstrip("+").isdigit(), f"the version: {found}")
    holds(found.git_version.startswith(f"v{found.major}.{found.minor}"), f"the git version: {found}")


@check("[sig-api-machinery] Servers with support for Table transformation should return a 406 for a backend which does not implement metadata [Conformance]")
def no_table(t):
    table = {"Accept": "application/json;as=Table;v=v1;g=meta.k8s.io"}
    review = {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview", "spec": {
        "resourceAttributes": {"namespace": t.ns, "verb": "get", "resource": "pods"}}}
    code, _, status = t.request("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review, table)
    same(code, 406, "a review asked for as a Table")
    same((status["kind"], status["reason"]), ("Status", "NotAcceptable"), "the Status")


@check("[sig-api-machinery] AdmissionWebhook [Privileged:ClusterAdmin] should include webhook resources in discovery documents [Conformance]")
def webhooks(t):
    for resource in ("mutatingwebhookconfigurations", "validatingwebhookconfigurations"):
        discovered(t, "admissionregistration.k8s.io/v1", resource)
