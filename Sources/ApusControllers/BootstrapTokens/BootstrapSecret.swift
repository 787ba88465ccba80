import ApusAPI
import ApusClient
import ApusJSON

/// A Secret that holds a bootstrap token (`cluster-bootstrap/util/secrets`).
struct BootstrapSecret {
    static let namespace = "kube-system"
    private static let type = "bootstrap.kubernetes.io/token"
    private static let prefix = "bootstrap-token-"

    static let scope = InformerScope(Resources.secrets, namespace: namespace, fieldSelector: "type=\(type)")

    enum Expiration {
        case never
        /// What cannot be read counts as over.
        case unreadable
        case at(Int64)
    }

    private let object: JSONValue

    init(_ object: JSONValue) { self.object = object }

    private func text(_ key: String) -> String {
        String(decoding: Base64.decode(object["data"][key].string ?? "") ?? [], as: UTF8.self)
    }

    var expiration: Expiration {
        let text = text("expiration")
        guard !text.isEmpty else { return .never }
        return Timestamp(rfc3339: text).map { .at($0.seconds) } ?? .unreadable
    }

    /// The id and the secret of a token that may sign `cluster-info` at `now`; nil for another.
    func signingToken(at now: Int64) -> (id: String, secret: String)? {
        let (id, secret) = (text("token-id"), text("token-secret"))
        guard object.name == Self.prefix + id, Self.isID(id), !secret.isEmpty,
            text("usage-bootstrap-signing") == "true"
        else { return nil }
        switch expiration {
        case .never: return (id, secret)
        case .unreadable: return nil
        case .at(let end): return end > now ? (id, secret) : nil
        }
    }

    private static func isID(_ text: String) -> Bool {
        text.utf8.count == 6
            && text.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
            }
    }
}
