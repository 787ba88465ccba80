import ApusAPI
import ApusClient
import ApusJSON

/// Fills in the rules of ClusterRoles that are the sum of others, as `admin`, `edit` and `view` are.
struct ClusterRoleAggregationController: Controller {
    let context: ControllerContext
    let roles: Informer
    let queue: WorkQueue<String>

    init(_ context: ControllerContext) {
        self.context = context
        roles = context.informers.informer(Resources.clusterRoles)
        queue = WorkQueue(time: context.time)
        // Any role may be a part of any sum.
        roles.addHandler { [roles, queue] _ in
            for role in roles.cache.all() where !role.tree["aggregationRule"].isNull { queue.add(role.name) }
        }
    }

    func run() async {
        guard await context.synced(roles) else { return }
        await queue.run(workers: 5, logger: context.logger, sync)
    }

    private func sync(_ name: String) async throws -> WorkResult {
        guard let role = roles.cache[name]?.tree, !role["aggregationRule"].isNull else { return .done }
        var rules: [JSONValue] = []
        for selector in role["aggregationRule"]["clusterRoleSelectors"].elements {
            let selector = try LabelSelector(selector)
            let parts = roles.cache.all().filter { $0.name != name && selector.matches($0.labels) }
            for part in parts.sorted(by: { $0.name < $1.name }) {
                for rule in part.tree["rules"].elements where !rules.contains(rule) { rules.append(rule) }
            }
        }
        guard rules != role["rules"].elements else { return .done }
        var changed = role
        changed["rules"] = .array(rules)
        try await context.client.update(Resources.clusterRoles, changed)
        return .done
    }
}
