import ApusAPI
import ApusClient
import ApusJSON

/// Deletes bootstrap tokens that have ended (`tokencleaner`).
struct TokenCleaner: Controller {
    let context: ControllerContext
    let secrets: Informer
    let queue: WorkQueue<String>

    init(_ context: ControllerContext) {
        self.context = context
        secrets = context.informers.informer(BootstrapSecret.scope)
        queue = WorkQueue(time: context.time)
        secrets.addHandler { [queue] change in
            if case .deleted = change { return }
            queue.add(change.object.name)
        }
    }

    func run() async {
        guard await context.synced(secrets) else { return }
        await queue.run(workers: 1, logger: context.logger, sync)
    }

    private func sync(_ name: String) async throws -> WorkResult {
        guard let object = secrets.cache.get(namespace: BootstrapSecret.namespace, name: name)?.tree else {
            return .done
        }
        switch BootstrapSecret(object).expiration {
        case .never: return .done
        case .unreadable: break
        case .at(let end):
            let rest = end - context.time.now.seconds
            if rest > 0 { return .again(after: .seconds(rest)) }
        }
        try await context.client.deleteUnlessReplaced(Resources.secrets, object)
        return .done
    }
}
