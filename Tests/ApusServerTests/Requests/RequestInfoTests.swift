import ApusAPI
import Testing

@testable import ApusServer

@Suite struct RequestInfoTests {
    struct Case: Sendable {
        var method = "GET"
        var path: String
        var watch = false
        var verb: String
        var group = ""
        var version = "v1"
        var namespace = ""
        var resource: String
        var subresource = ""
        var name = ""
    }

    /// The cases of upstream's `requestinfo_test.go`, in part.
    static let cases = [
        Case(path: "/api/v1/namespaces", verb: "list", resource: "namespaces"),
        Case(path: "/api/v1/namespaces/other", verb: "get", namespace: "other", resource: "namespaces", name: "other"),
        Case(path: "/api/v1/namespaces/other/pods", verb: "list", namespace: "other", resource: "pods"),
        Case(path: "/api/v1/namespaces/other/pods/foo", verb: "get", namespace: "other", resource: "pods", name: "foo"),
        Case(
            method: "HEAD", path: "/api/v1/namespaces/other/pods/foo", verb: "get", namespace: "other",
            resource: "pods", name: "foo"),
        Case(path: "/api/v1/pods", verb: "list", resource: "pods"),
        Case(path: "/api/v1/pods", watch: true, verb: "watch", resource: "pods"),
        Case(path: "/api/v1/watch/namespaces/other/pods", verb: "watch", namespace: "other", resource: "pods"),
        Case(
            method: "PUT", path: "/api/v1/namespaces/other/finalize", verb: "update", namespace: "other",
            resource: "namespaces", subresource: "finalize", name: "other"),
        Case(
            method: "POST", path: "/api/v1/namespaces/other/pods", verb: "create", namespace: "other", resource: "pods"),
        Case(
            method: "PATCH", path: "/api/v1/namespaces/other/pods/foo/status", verb: "patch", namespace: "other",
            resource: "pods", subresource: "status", name: "foo"),
        Case(
            method: "DELETE", path: "/api/v1/namespaces/other/pods", verb: "deletecollection", namespace: "other",
            resource: "pods"),
        Case(
            method: "DELETE", path: "/apis/apps/v1/namespaces/other/deployments/foo", verb: "delete", group: "apps",
            namespace: "other", resource: "deployments", name: "foo"),
        Case(
            method: "POST", path: "/api/v1/namespaces/other/pods/foo/exec", verb: "create", namespace: "other",
            resource: "pods", subresource: "exec", name: "foo"),
    ]

    @Test(arguments: cases) func pathsAreReadAsUpstreamReadsThem(_ test: Case) {
        let info = RequestInfo(method: test.method, path: test.path, watch: test.watch)
        #expect(info.isResource)
        #expect(info.verb == test.verb)
        #expect(info.group == test.group)
        #expect(info.version == test.version)
        #expect(info.namespace == test.namespace)
        #expect(info.resource == test.resource)
        #expect(info.subresource == test.subresource)
        #expect(info.name == test.name)
    }

    @Test(arguments: [
        "/", "/api", "/apis", "/api/v1", "/apis/apps", "/apis/apps/v1", "/healthz", "/version", "/foo/bar/baz",
    ])
    func otherPathsNameNoResource(_ path: String) {
        let info = RequestInfo(method: "GET", path: path)
        #expect(!info.isResource)
        #expect(info.verb == "get")
    }
}
