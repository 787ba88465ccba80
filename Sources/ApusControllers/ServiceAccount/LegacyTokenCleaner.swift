import ApusAPI
import ApusClient
import ApusJSON
import ApusResources
import Logging

/// Marks the tokens in Secrets that upstream once made for each account as invalid when nobody has used them for a
/// year, and deletes them after another (`legacy-service-account-token-cleaner`). Looks once a day.
struct LegacyTokenCleaner: Controller {
    private static let interval = Duration.seconds(24 * 3600)
    /// Where the API server says since when it notes the use of tokens.
    private static let tracking = "kube-apiserver-legacy-service-account-token-tracking"

    let context: ControllerContext
    /// How long a token may lie unused (`--legacy-service-account-token-clean-up-period`).
    let period: Duration
    let secrets: Informer
    let accounts: Informer
    let pods: Informer
    let queue: WorkQueue<String>

    init(_ context: ControllerContext, period: Duration) {
        self.context = context
        self.period = period
        secrets = context.informers.informer(LegacyTokenSecret.scope)
        accounts = context.informers.informer(Resources.serviceAccounts)
        pods = context.informers.informer(Resources.pods)
        queue = WorkQueue(time: context.time)
    }

    func run() async {
        guard await context.synced(secrets, accounts, pods) else { return }
        queue.add(Self.tracking)
        await queue.run(workers: 1, logger: context.logger) { _ in
            do {
                try await evaluate()
            } catch {
                context.logger.warning("could not look for unused tokens: \(error)")
            }
            return .again(after: Self.interval)
        }
    }

    private func evaluate() async throws {
        let now = context.time.now.seconds
        let limit = now - period.components.seconds
        let map = try await context.client.getIfPresent(
            Resources.configMaps, namespace: "kube-system", name: Self.tracking)
        // The use of the first day may not all have been noted.
        guard let since = Self.day(try map?.decoded()["data"]["since"].string), since + 24 * 3600 <= limit else {
            return
        }
        for object in secrets.cache.all() {
            let secret = object.tree
            guard isUnused(secret, before: limit) else { continue }
            do {
                try await retire(secret, now: now, before: limit)
            } catch {
                context.logger.warning("could not retire the token in secret \(secret.key): \(error)")
            }
        }
    }

    private func isUnused(_ secret: JSONValue, before limit: Int64) -> Bool {
        guard secret.creationTime.seconds < limit, !secret.isBeingDeleted else { return false }
        if let text = secret.labels[LegacyTokenSecret.lastUsed] {
            guard let day = Self.day(text), day < Self.start(ofDayOf: limit) else { return false }
        }
        let annotations = secret.annotations
        let name = annotations[LegacyTokenSecret.accountName] ?? ""
        let uid = annotations[LegacyTokenSecret.accountUID] ?? ""
        // Only what an account lists was made for it; the others somebody made by hand.
        guard let account = accounts.cache.get(namespace: secret.namespace, name: name)?.tree,
            uid.isEmpty || account.uid == uid,
            account["secrets"].elements.contains(where: { $0["name"].string == secret.name })
        else { return false }
        return !pods.cache.inNamespace(secret.namespace).contains {
            PodReferences.secrets($0.tree["spec"]).contains(secret.name)
        }
    }

    private func retire(_ secret: JSONValue, now: Int64, before limit: Int64) async throws {
        guard let invalid = Self.day(secret.labels[LegacyTokenSecret.invalidSince]) else {
            let today = String(Timestamp(seconds: now).rfc3339.prefix(10))
            try await context.client.patch(
                Resources.secrets, namespace: secret.namespace, name: secret.name, .merge,
                [
                    "metadata": [
                        "uid": .string(secret.uid), "labels": [LegacyTokenSecret.invalidSince: .string(today)],
                    ]
                ])
            return
        }
        guard invalid < Self.start(ofDayOf: limit) else { return }
        var options = APIOptions()
        options.preconditionResourceVersion = secret["metadata"]["resourceVersion"].string
        do {
            try await context.client.delete(
                Resources.secrets, namespace: secret.namespace, name: secret.name, options: options)
        } catch {
            // Somebody may have used or deleted it meanwhile.
            guard error.reason == .notFound || error.reason == .conflict else { throw error }
        }
    }

    /// The beginning of a day such as `2026-01-31`, in seconds since 1970.
    private static func day(_ text: String?) -> Int64? {
        guard let text, text.utf8.count == 10 else { return nil }
        return Timestamp(rfc3339: text + "T00:00:00Z")?.seconds
    }

    private static func start(ofDayOf time: Int64) -> Int64 { time - (time % 86400 + 86400) % 86400 }
}
