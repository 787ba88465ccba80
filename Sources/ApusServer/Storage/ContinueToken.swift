import ApusAPI
import ApusJSON

/// Where the next page of a list begins: base64url of upstream's JSON (apiserver's `storage/continue.go`).
struct ContinueToken: Sendable, Equatable {
    static let version = "meta.k8s.io/v1"
    /// The revision of a list that is not consistent any more: the rest of it as it is now.
    static let inconsistent: Int64 = -1

    /// The revision of the first page, or `inconsistent`.
    var revision: Int64
    /// The first key of the next page, below the prefix of what is listed (resource and namespace).
    var start: String

    init(revision: Int64, start: String) {
        self.revision = revision
        self.start = start
    }

    /// The token of the page that begins behind `key`.
    init(revision: Int64, after key: ObjectKey, namespace: String?) {
        self.init(revision: revision, start: (namespace == nil ? key.path : key.name) + "\0")
    }

    /// The key from which the next page goes on; a key that ends with NUL names the place right behind an object.
    func key(namespace: String?) -> ObjectKey {
        namespace.map { ObjectKey($0, start) } ?? ObjectKey(path: start)
    }

    var encoded: String {
        var token = JSONObject()
        token["v"] = .string(ContinueToken.version)
        token["rv"] = .int(revision)
        token["start"] = .string(start)
        return Base64URL.encode(JSONValue.object(token).encoded().string.utf8)
    }

    init(decoding text: String) throws(StatusError) {
        guard let bytes = Base64URL.decode(text) else {
            let known = Base64URL.alphabet
            let place = text.utf8.enumerated().first { !known.contains($0.element) }?.offset ?? text.utf8.count
            throw ContinueToken.invalid("illegal base64 data at input byte \(place)")
        }
        let token: JSONValue
        do {
            token = try JSONValue(parsing: Bytes(bytes))
        } catch {
            throw ContinueToken.invalid(error.message)
        }
        guard token["v"].string == ContinueToken.version else {
            throw ContinueToken.invalid(
                "server does not recognize this encoded version \(token["v"].string ?? "")")
        }
        guard let revision = token["rv"].int, revision != 0 else {
            throw ContinueToken.invalid("incorrect encoded start resourceVersion (version \(ContinueToken.version))")
        }
        guard let start = token["start"].string, !start.isEmpty else {
            throw ContinueToken.invalid("encoded start key empty (version \(ContinueToken.version))")
        }
        guard ContinueToken.isClean(start) else { throw ContinueToken.invalid(start) }
        self.init(revision: revision, start: start)
    }

    /// Whether `key` names nothing but what lies below the prefix of the list.
    private static func isClean(_ key: String) -> Bool {
        let path = key.hasPrefix("/") ? key.dropFirst() : key[...]
        return path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
            !$0.isEmpty && $0 != "." && $0 != ".."
        }
    }

    private static func invalid(_ reason: String) -> StatusError {
        .badRequest("invalid continue token: continue key is not valid: \(reason)")
    }
}
