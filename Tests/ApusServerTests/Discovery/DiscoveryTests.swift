import ApusAPI
import ApusJSON
import ApusResources
import Testing

@testable import ApusServer

@Suite struct DiscoveryTests {
    private let documents = APIDocuments(
        BuiltInDefinitions.all, serverAddress: "10.0.0.1:6443", serverVersion: "v1.36.0")

    private func get(_ path: String, accept: String? = nil) throws -> JSONValue {
        let document = try #require(documents.document(path: path, accept: accept, ifNoneMatch: nil))
        return try JSONValue(parsing: document.bytes)
    }

    @Test func theCoreVersionsAreListed() throws {
        let versions = try get("/api")
        #expect(versions["kind"] == "APIVersions")
        #expect(versions["versions"] == ["v1"])
        #expect(versions["serverAddressByClientCIDRs"][0]["serverAddress"] == "10.0.0.1:6443")
    }

    @Test func groupsComeInUpstreamsOrderWithTheirPreferredVersion() throws {
        let groups = try get("/apis")["groups"].elements
        // By the priorities of upstream's APIServices; two have one, and then names count.
        let order = [
            "apiregistration.k8s.io", "apps", "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io",
            "autoscaling", "batch", "certificates.k8s.io", "networking.k8s.io", "policy", "rbac.authorization.k8s.io",
            "storage.k8s.io", "admissionregistration.k8s.io", "apiextensions.k8s.io", "scheduling.k8s.io",
            "coordination.k8s.io", "node.k8s.io", "discovery.k8s.io", "resource.k8s.io",
            "flowcontrol.apiserver.k8s.io",
        ]
        #expect(groups.compactMap { $0["name"].string } == order)
        let aggregated = try get(
            "/apis", accept: "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList")["items"].elements
        #expect(aggregated.compactMap { $0["metadata"]["name"].string } == order)
        #expect(groups[5]["versions"].elements.compactMap { $0["version"].string } == ["v2", "v1"])
        #expect(groups[5]["preferredVersion"] == ["groupVersion": "autoscaling/v2", "version": "v2"])
        #expect(try get("/apis/autoscaling")["preferredVersion"]["version"] == "v2")
        #expect(try get("/apis/autoscaling")["kind"] == "APIGroup")
        #expect(documents.document(path: "/apis/none", accept: nil, ifNoneMatch: nil) == nil)
        #expect(documents.document(path: "/apis/apps/v2", accept: nil, ifNoneMatch: nil) == nil)
    }

    @Test func resourcesHaveWhatKubectlShows() throws {
        let list = try get("/api/v1")
        #expect(list["groupVersion"] == "v1")
        let resources = list["resources"].elements
        let names = resources.compactMap { $0["name"].string }
        #expect(names == names.sorted())
        let pods = try #require(resources.first { $0["name"] == "pods" })
        #expect(
            pods == [
                "name": "pods", "singularName": "pod", "namespaced": true, "kind": "Pod",
                "verbs": ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"],
                "shortNames": ["po"], "categories": ["all"], "storageVersionHash": "xPOwRZ+Yhw8=",
            ])
        let eviction = try #require(resources.first { $0["name"] == "pods/eviction" })
        #expect(
            eviction == [
                "name": "pods/eviction", "singularName": "", "namespaced": true, "group": "policy", "version": "v1",
                "kind": "Eviction", "verbs": ["create"],
            ])
        #expect(resources.first { $0["name"] == "pods/exec" }?["verbs"] == ["create", "get"])
        #expect(resources.first { $0["name"] == "bindings" }?["storageVersionHash"] == .null)
    }

    @Test(arguments: [("apps/v1", "deployments", "8aSe+NMegvE="), ("apps/v1", "replicasets", "P1RzHs8/mWQ=")])
    func storageVersionsHaveUpstreamsHash(groupVersion: String, resource: String, hash: String) throws {
        let resources = try get("/apis/\(groupVersion)")["resources"].elements
        #expect(resources.first { $0["name"] == .string(resource) }?["storageVersionHash"] == .string(hash))
    }

    @Test(arguments: ["v2", "v2beta1"])
    func oneDocumentShowsAll(version: String) throws {
        let accept =
            "application/json;g=apidiscovery.k8s.io;v=\(version);as=APIGroupDiscoveryList,application/json"
        let document = try #require(documents.document(path: "/apis", accept: accept, ifNoneMatch: nil))
        #expect(document.contentType == "application/json;g=apidiscovery.k8s.io;v=\(version);as=APIGroupDiscoveryList")
        let value = try JSONValue(parsing: document.bytes)
        #expect(value["apiVersion"] == .string("apidiscovery.k8s.io/\(version)"))
        let apps = try #require(value["items"].elements.first { $0["metadata"]["name"] == "apps" })
        let deployments = try #require(
            apps["versions"][0]["resources"].elements.first { $0["resource"] == "deployments" })
        #expect(deployments["responseKind"] == ["group": "apps", "version": "v1", "kind": "Deployment"])
        #expect(deployments["scope"] == "Namespaced")
        #expect(deployments["subresources"][0]["responseKind"]["kind"] == "Scale")
        #expect(apps["versions"][0]["freshness"] == "Current")
        let core = try get("/api", accept: accept)
        #expect(core["items"].elements.count == 1)
        #expect(core["items"][0]["metadata"] == [:])
    }

    @Test func clientsThatHaveADocumentAreToldSo() throws {
        let accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
        let first = try #require(documents.document(path: "/apis", accept: accept, ifNoneMatch: nil))
        let tag = try #require(first.headers.first { $0.0 == "ETag" }?.1)
        let second = try #require(documents.document(path: "/apis", accept: accept, ifNoneMatch: tag))
        #expect(second.status == 304)
        #expect(second.bytes.count == 0)
        documents.update(BuiltInDefinitions.all.filter { $0.group != "batch" })
        let third = try #require(documents.document(path: "/apis", accept: accept, ifNoneMatch: tag))
        #expect(third.status == 200)
    }

    @Test func versionsAreOrderedByStability() {
        let names = ["v1alpha1", "foo", "v2", "v11beta2", "v1", "bar", "v10", "v1beta1"]
        let ordered = names.sorted { KubeVersion($0) > KubeVersion($1) }
        #expect(ordered == ["v10", "v2", "v1", "v11beta2", "v1beta1", "v1alpha1", "bar", "foo"])
    }
}
