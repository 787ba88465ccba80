public import ApusJSON
import Synchronization

/// Role-based access control over an index of the cluster's roles and bindings (`rbac.authorization.k8s.io/v1`).
///
/// The owner tells it every change of the four kinds; a change makes all earlier decisions void. A decision for a user
/// that was decided on before costs a look-up. Every function may be called from any thread.
public final class RBACAuthorizer: Sendable {
    /// The four kinds that it is told about.
    public enum Kind: String, Sendable, CaseIterable {
        case roles, clusterroles, rolebindings, clusterrolebindings
    }

    private let index = Mutex(RoleIndex())
    private let generation = Atomic<UInt64>(1)

    public init() {}

    /// Takes over one object as it is now; `object` nil: it is gone. `namespace` is "" for the kinds of the cluster.
    public func update(_ kind: Kind, namespace: String = "", name: String, object: JSONValue?) {
        index.withLock { index in
            switch kind {
            case .roles, .clusterroles: index.setRole(namespace: namespace, name: name, object)
            case .rolebindings, .clusterrolebindings: index.setBinding(namespace: namespace, name: name, object)
            }
        }
        generation.wrappingAdd(1, ordering: .releasing)
    }

    /// Whether `user` may do what `attributes` say. `system:masters` may do everything.
    public func authorize(_ user: User, _ attributes: AuthorizationAttributes) -> AuthorizationDecision {
        if user.identity.isMaster { return AuthorizationDecision(isAllowed: true) }
        let generation = generation.load(ordering: .acquiring)
        var kind = attributes
        kind.name = ""
        kind.version = ""
        kind.fieldSelector = ""
        let verdict: DecisionCache.Verdict
        if let known = user.identity.decisions.verdict(on: kind, generation: generation) {
            verdict = known
        } else {
            verdict = decide(user, kind)
            user.identity.decisions.remember(verdict, on: kind, generation: generation)
        }
        switch verdict {
        case .allowed(let reason): return AuthorizationDecision(isAllowed: true, reason: reason)
        case .named(let names, let problems):
            if let reason = names[attributes.name] { return AuthorizationDecision(isAllowed: true, reason: reason) }
            return AuthorizationDecision(isAllowed: false, reason: problems)
        }
    }

    private func decide(_ user: User, _ attributes: AuthorizationAttributes) -> DecisionCache.Verdict {
        var names: [String: String] = [:]
        var problems: [String] = []
        var allowed: String?
        visit(user, namespace: attributes.namespace) { source, rules in
            switch rules {
            case .failure(let error): problems.append(error.description)
            case .success(let rules):
                for rule in rules where rule.coversKind(attributes) {
                    if !attributes.isResource || rule.resourceNames.isEmpty {
                        allowed = source()
                        return false
                    }
                    for name in rule.resourceNames where names[name] == nil { names[name] = source() }
                }
            }
            return true
        }
        if let allowed { return .allowed(allowed) }
        let text = problems.count == 1 ? problems[0] : "[\(problems.joined(separator: ", "))]"
        return .named(names, otherwise: problems.isEmpty ? "" : "RBAC: \(text)")
    }

    /// The rules that apply to `user` in `namespace` ("": in the cluster), and what could not be resolved.
    func rules(for user: User, namespace: String) -> (rules: [PolicyRule], problems: [String]) {
        var all: [PolicyRule] = []
        var problems: [String] = []
        visit(user, namespace: namespace) { _, rules in
            switch rules {
            case .success(let rules): all += rules
            case .failure(let error): problems.append(error.description)
            }
            return true
        }
        return (all, problems)
    }

    func rules(of role: RoleIndex.RoleKey) -> Result<[PolicyRule], RoleIndex.MissingRole> {
        index.withLock { $0.rules(of: role) }
    }

    /// Calls `body` for each binding of `user` until it returns false.
    private func visit(
        _ user: User, namespace: String,
        _ body: (() -> String, Result<[PolicyRule], RoleIndex.MissingRole>) -> Bool
    ) {
        let found = index.withLock { index in
            index.bindings(of: user, namespace: namespace).map {
                ($0.binding, $0.subject, index.rules(of: $0.binding.role))
            }
        }
        for (binding, subject, rules) in found {
            guard body({ binding.reason(subject: subject) }, rules) else { return }
        }
    }
}
