import ApusAPI
import ApusClient
import ApusJSON
import Crypto
import FoundationEssentials

/// Signs the kubeconfig in ConfigMap `kube-public/cluster-info` with each bootstrap token, so that who holds one can
/// trust it (`bootstrapsigner`).
struct BootstrapSigner: Controller {
    private static let namespace = "kube-public"
    private static let name = "cluster-info"
    private static let prefix = "jws-kubeconfig-"

    let context: ControllerContext
    let secrets: Informer
    let configMaps: Informer
    let queue: WorkQueue<String>

    init(_ context: ControllerContext) {
        self.context = context
        secrets = context.informers.informer(BootstrapSecret.scope)
        configMaps = context.informers.informer(
            InformerScope(Resources.configMaps, namespace: Self.namespace, fieldSelector: "metadata.name=\(Self.name)"))
        queue = WorkQueue(time: context.time)
        secrets.addHandler { [queue] _ in queue.add(Self.name) }
        configMaps.addHandler { [queue] _ in queue.add(Self.name) }
    }

    func run() async {
        guard await context.synced(secrets, configMaps) else { return }
        await queue.run(workers: 1, logger: context.logger, sync)
    }

    private func sync(_ name: String) async throws -> WorkResult {
        guard let map = configMaps.cache.get(namespace: Self.namespace, name: name)?.tree,
            let content = map["data"]["kubeconfig"].string
        else { return .done }
        var data = map["data"].texts.filter { !$0.key.hasPrefix(Self.prefix) }
        for secret in secrets.cache.all() {
            guard let token = BootstrapSecret(secret.tree).signingToken(at: context.time.now.seconds) else { continue }
            data[Self.prefix + token.id] = Self.signature(of: content, token)
        }
        guard data != map["data"].texts else { return .done }
        var changed = map
        changed["data"] = JSONValue(texts: data)
        try await context.client.update(Resources.configMaps, changed)
        return .done
    }

    /// HS256 with the token's secret; the content between the dots is left out (RFC 7515 appendix F).
    static func signature(of content: String, _ token: (id: String, secret: String)) -> String {
        let header = Base64URL.encode(#"{"alg":"HS256","kid":"\#(token.id)"}"#.utf8)
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(header).\(Base64URL.encode(content.utf8))".utf8),
            using: SymmetricKey(data: Data(token.secret.utf8)))
        return "\(header)..\(Base64URL.encode(code))"
    }
}
