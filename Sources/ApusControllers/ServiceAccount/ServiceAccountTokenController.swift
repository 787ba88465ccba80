import ApusAPI
import ApusClient
import ApusJSON

/// Makes the token that a Secret of a service account holds.
public typealias LegacyTokenIssuer =
    @Sendable (_ namespace: String, _ account: (name: String, uid: String), _ secret: String) throws -> String

/// Fills Secrets of type `kubernetes.io/service-account-token`, and deletes them with their service account
/// (`serviceaccount-token`).
struct ServiceAccountTokenController: Controller {
    /// A Secret, and the account that it said it was of.
    struct Key: Hashable {
        let namespace: String
        let name: String
        let account: String
        let accountUID: String

        init(_ secret: APIObject) {
            namespace = secret.namespace
            name = secret.name
            let annotations = secret.tree.annotations
            account = annotations[LegacyTokenSecret.accountName] ?? ""
            accountUID = annotations[LegacyTokenSecret.accountUID] ?? ""
        }
    }

    let context: ControllerContext
    let issue: LegacyTokenIssuer
    /// PEM; nil: none is published.
    let rootCertificate: String?
    let secrets: Informer
    let accounts: Informer
    let queue: WorkQueue<Key>

    init(_ context: ControllerContext, rootCertificate: String?, issue: @escaping LegacyTokenIssuer) {
        self.context = context
        self.issue = issue
        self.rootCertificate = rootCertificate
        secrets = context.informers.informer(LegacyTokenSecret.scope)
        accounts = context.informers.informer(Resources.serviceAccounts)
        queue = WorkQueue(time: context.time)
        secrets.addHandler { [queue] change in queue.add(Key(change.object)) }
        accounts.addHandler { [queue, secrets] change in
            let account = change.object
            for secret in secrets.cache.inNamespace(account.namespace) {
                let key = Key(secret)
                if key.account == account.name { queue.add(key) }
            }
        }
    }

    func run() async {
        guard await context.synced(secrets, accounts) else { return }
        await queue.run(workers: 5, logger: context.logger, sync)
    }

    private func sync(_ key: Key) async throws -> WorkResult {
        guard let secret = secrets.cache.get(namespace: key.namespace, name: key.name)?.tree else {
            try await removeReference(key)
            return .done
        }
        guard let account = try await account(key) else {
            try await context.client.deleteUnlessReplaced(Resources.secrets, secret)
            return .done
        }
        guard let filled = try fill(secret, account) else { return .done }
        try await context.client.update(Resources.secrets, filled)
        return .done
    }

    /// The account as it is now: what the cache does not know yet must not cost the Secret.
    private func account(_ key: Key) async throws -> JSONValue? {
        guard !key.account.isEmpty else { return nil }
        func isMeant(_ account: JSONValue) -> Bool { key.accountUID.isEmpty || account.uid == key.accountUID }
        if let known = accounts.cache.get(namespace: key.namespace, name: key.account)?.tree, isMeant(known) {
            return known
        }
        let found = try await context.client.getIfPresent(
            Resources.serviceAccounts, namespace: key.namespace, name: key.account)
        return try found?.decoded().takeIf(isMeant)
    }

    /// The Secret with what it has to hold; nil where it holds that.
    private func fill(_ secret: JSONValue, _ account: JSONValue) throws -> JSONValue? {
        let data = secret["data"]
        var missing: [String: String] = [:]
        if let rootCertificate, !rootCertificate.isEmpty {
            let encoded = Base64.encode(Array(rootCertificate.utf8))
            if data["ca.crt"].string != encoded { missing["ca.crt"] = encoded }
        }
        if (data["namespace"].string ?? "").isEmpty {
            missing["namespace"] = Base64.encode(Array(secret.namespace.utf8))
        }
        if (data["token"].string ?? "").isEmpty {
            let token = try issue(secret.namespace, (account.name, account.uid), secret.name)
            missing["token"] = Base64.encode(Array(token.utf8))
        }
        guard !missing.isEmpty else { return nil }
        var filled = secret
        for (key, value) in missing.sorted(by: { $0.key < $1.key }) { filled["data"][key] = .string(value) }
        filled["metadata"]["annotations"][LegacyTokenSecret.accountName] = .string(account.name)
        filled["metadata"]["annotations"][LegacyTokenSecret.accountUID] = .string(account.uid)
        return filled
    }

    /// Takes the name of a Secret that is gone out of the account that lists it.
    private func removeReference(_ key: Key) async throws {
        guard let known = accounts.cache.get(namespace: key.namespace, name: key.account)?.tree,
            key.accountUID.isEmpty || known.uid == key.accountUID,
            known["secrets"].elements.contains(where: { $0["name"].string == key.name })
        else { return }
        try await context.client.modify(Resources.serviceAccounts, namespace: key.namespace, name: key.account) {
            account in
            let listed = account["secrets"].elements
            let rest = listed.filter { $0["name"].string != key.name }
            guard rest.count < listed.count, key.accountUID.isEmpty || account.uid == key.accountUID else {
                return false
            }
            account.set("secrets", unlessEmpty: rest)
            return true
        }
    }
}

extension JSONValue {
    fileprivate func takeIf(_ condition: (JSONValue) -> Bool) -> JSONValue? { condition(self) ? self : nil }
}
