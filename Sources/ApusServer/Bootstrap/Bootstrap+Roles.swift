import ApusAPI
import ApusJSON
import ApusResources

extension Bootstrap {
    private static let group = "rbac.authorization.k8s.io"

    /// Makes upstream's bootstrap policy, and brings back what is missing of it, unless a role or binding says that it
    /// is not to be updated. What somebody added stays.
    func reconcileRoles() async throws(StatusError) {
        let failures = await withTaskGroup(of: StatusError?.self) { group in
            for wanted in BootstrapRoles().objects {
                group.addTask {
                    do throws(StatusError) {
                        try await reconcile(wanted)
                        return nil
                    } catch {
                        return error.reason == .alreadyExists ? nil : error
                    }
                }
            }
            return await group.reduce(into: [StatusError]()) { if let error = $1 { $0.append(error) } }
        }
        if let error = failures.first { throw error }
    }

    private func reconcile(_ wanted: BootstrapRoles.Object) async throws(StatusError) {
        let resource = GroupVersionResource(Self.group, "v1", wanted.resource)
        let namespace = wanted.namespace.isEmpty ? nil : wanted.namespace
        var create = APIRequest(.create, resource, namespace: namespace)
        create.body = .value(wanted.value)
        guard let known = try await object(resource, namespace, wanted.name) else {
            _ = try await transport.send(create)
            return
        }
        switch RoleReconciliation.change(of: known, to: wanted.value) {
        case .none: return
        case .update(let value):
            var update = APIRequest(.update, resource, namespace: namespace, name: wanted.name)
            update.body = .value(value)
            _ = try await transport.send(update)
        case .recreate:
            // The role of a binding cannot be changed.
            _ = try await transport.send(APIRequest(.delete, resource, namespace: namespace, name: wanted.name))
            _ = try await transport.send(create)
        }
    }

    /// The object; nil where there is none.
    func object(
        _ resource: GroupVersionResource, _ namespace: String?, _ name: String
    ) async throws(StatusError) -> JSONValue? {
        do throws(StatusError) {
            let found = try await transport.send(APIRequest(.get, resource, namespace: namespace, name: name))
            var value = found.tree()
            value["metadata"]["resourceVersion"] = .string(found.resourceVersion)
            return value
        } catch {
            guard error.reason == .notFound else { throw error }
            return nil
        }
    }
}

/// How a role or binding of the bootstrap policy is brought up to date (component-helpers' `auth/rbac/reconciliation`).
enum RoleReconciliation {
    enum Change: Equatable {
        case none
        case update(JSONValue)
        case recreate
    }

    private static let autoupdate = "rbac.authorization.kubernetes.io/autoupdate"

    /// What has to be done to `known` so that it has everything that `wanted` says.
    static func change(of known: JSONValue, to wanted: JSONValue) -> Change {
        guard known["metadata"]["annotations"][autoupdate].string != "false" else { return .none }
        if !wanted["roleRef"].isNull, known["roleRef"] != wanted["roleRef"] { return .recreate }
        var value = known
        for part in ["labels", "annotations"] {
            for member in wanted["metadata"][part].object?.members ?? []
            where value["metadata"][part][member.key] != member.value {
                // An annotation or label that is there with another value is somebody's choice.
                if value["metadata"][part][member.key].isNull { value["metadata"][part][member.key] = member.value }
            }
        }
        if wanted["aggregationRule"].isNull {
            let held = known["rules"].elements.map(PolicyRule.init)
            let missing = RuleCoverage.missing(wanted["rules"].elements.map(PolicyRule.init), from: held)
            for rule in missing { value["rules"].append(rule.json) }
        } else {
            let selectors = known["aggregationRule"]["clusterRoleSelectors"].elements
            for selector in wanted["aggregationRule"]["clusterRoleSelectors"].elements
            where !selectors.contains(selector) {
                value["aggregationRule"]["clusterRoleSelectors"].append(selector)
            }
        }
        for subject in wanted["subjects"].elements where !known["subjects"].elements.contains(subject) {
            value["subjects"].append(subject)
        }
        return value == known ? .none : .update(value)
    }
}
