import ApusAPI
import ApusClient
import ApusJSON

@testable import ApusServer

/// What several suites of admission write.
enum AdmissionFixtures {
    /// May do everything as far as RBAC is concerned, so that admission alone decides.
    static func node(_ name: String) -> User {
        User(name: "system:node:\(name)", groups: ["system:nodes", User.mastersGroup])
    }

    static func resource(_ text: String, _ apiVersion: String = "v1") -> GroupVersionResource {
        let kind = GroupVersionKind(apiVersion: apiVersion, kind: "")
        return GroupVersionResource(kind.group, kind.version, text)
    }
}

extension TestServer {
    /// Makes the default service account, so that Pods can be made at once.
    func allowPods(in namespace: String = "default") async throws {
        try await client.create(Resources.serviceAccounts, namespace: namespace, .serviceAccount("default"))
    }

    /// The message that creating `object` fails with; nil where it succeeds.
    func refusal(
        _ resource: GroupVersionResource, namespace: String? = "default", _ object: JSONValue, as user: User = admin
    ) async -> String? {
        let client = APIClient(server.transport(as: user))
        return await statusError { try await client.create(resource, namespace: namespace, object) }?.message
    }
}

extension JSONValue {
    /// An object of a kind with a name and what else there is.
    static func made(_ apiVersion: String, _ kind: String, _ name: String, _ rest: JSONValue = [:]) -> JSONValue {
        var object = rest
        object["apiVersion"] = .string(apiVersion)
        object["kind"] = .string(kind)
        object["metadata"]["name"] = .string(name)
        return object
    }

    /// A copy with `value` at a path of members.
    func setting(_ path: String, _ value: JSONValue) -> JSONValue {
        func set(_ object: JSONValue, _ keys: ArraySlice<Substring>) -> JSONValue {
            guard let key = keys.first else { return value }
            var object = object
            if let index = Int(key) {
                var elements = object.elements
                elements[index] = set(elements[index], keys.dropFirst())
                return .array(elements)
            }
            object[String(key)] = set(object[String(key)], keys.dropFirst())
            return object
        }
        return set(self, path.split(separator: ".")[...])
    }
}
