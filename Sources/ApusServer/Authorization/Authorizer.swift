/// Decides who may do what, by the modes of `--authorization-mode` in their order: the first that allows counts.
/// Members of `system:masters` may do everything.
public final class Authorizer: Sendable {
    /// One way to decide.
    public enum Mode: String, Sendable, CaseIterable {
        case alwaysAllow = "AlwaysAllow"
        case alwaysDeny = "AlwaysDeny"
        case node = "Node"
        case rbac = "RBAC"
    }

    public let rbac: RBACAuthorizer
    private let node: NodeAuthorizer?
    private let modes: [Mode]
    /// How often each mode allowed something.
    let decisions = Counters<Mode>()

    /// - Parameter node: decides for nodes in the mode `Node`.
    init(modes: [Mode] = [.node, .rbac], rbac: RBACAuthorizer, node: NodeAuthorizer? = nil) {
        self.modes = modes
        self.rbac = rbac
        self.node = node
    }

    /// Whether `user` may do what `attributes` say; where not, what each mode has to say to it.
    public func authorize(_ user: User, _ attributes: AuthorizationAttributes) -> AuthorizationDecision {
        if user.identity.isMaster { return AuthorizationDecision(isAllowed: true) }
        var reason = ""
        for mode in modes {
            let decision: AuthorizationDecision
            switch mode {
            case .alwaysAllow: decision = AuthorizationDecision(isAllowed: true)
            case .alwaysDeny:
                decision = AuthorizationDecision(isAllowed: false, reason: "Everything is forbidden.")
            case .node:
                guard let name = user.identity.nodeName, let node else { continue }
                decision = node.authorize(name, attributes)
            case .rbac: decision = rbac.authorize(user, attributes)
            }
            if decision.isAllowed {
                decisions.count(mode)
                return decision
            }
            if reason.isEmpty {
                reason = decision.reason
            } else if !decision.reason.isEmpty {
                reason += "\n" + decision.reason
            }
        }
        return AuthorizationDecision(isAllowed: false, reason: reason)
    }

    /// The rules that apply to `user` in `namespace`, and why they may not be all.
    func rules(for user: User, namespace: String) -> (rules: [PolicyRule], problems: [String]) {
        var rules: [PolicyRule] = []
        var problems: [String] = []
        for mode in modes {
            switch mode {
            case .alwaysAllow: rules += PolicyRule.everything
            case .alwaysDeny: break
            case .node:
                if user.identity.nodeName != nil {
                    problems.append("node authorizer does not support user rule resolution")
                }
            case .rbac:
                let found = rbac.rules(for: user, namespace: namespace)
                rules += found.rules
                problems += found.problems
            }
        }
        return (rules, problems)
    }
}
