import ApusAPI
import FoundationEssentials
import Yams

/// A kubeconfig (client-go's `clientcmd/api/v1.Config`): clusters, users, and contexts that pair them.
///
/// Paths in it are relative to its own folder. `exec` and `auth-provider` users are refused with their name.
public struct Kubeconfig {
    public let path: String
    private let root: Node

    /// Reads the file at `path`.
    public init(path: String) throws(ConfigurationError) {
        try self.init(text: String(decoding: readFile(path, for: path), as: UTF8.self), path: path)
    }

    /// Reads `text`; `path` is where it came from, for messages and relative paths.
    public init(text: String, path: String) throws(ConfigurationError) {
        self.path = path
        do {
            guard let root = try Yams.compose(yaml: text), root.mapping != nil else {
                throw ConfigurationError(source: path, message: "the kubeconfig is empty or not a mapping")
            }
            self.root = root
        } catch let error as ConfigurationError {
            throw error
        } catch {
            throw ConfigurationError(source: path, message: "the kubeconfig is not valid YAML: \(error)")
        }
    }

    public var currentContext: String? { root["current-context"]?.string.flatMap { $0.isEmpty ? nil : $0 } }

    /// How to reach the server of `context`, or of the current context.
    public func configuration(context name: String? = nil) throws(ConfigurationError) -> ClientConfiguration {
        guard let contextName = name ?? currentContext else {
            throw ConfigurationError(source: path, message: "no context has been set: current-context is empty")
        }
        guard let context = named(contextName, in: "contexts")?["context"] else {
            throw ConfigurationError(source: path, message: "context \"\(contextName)\" does not exist")
        }
        let clusterName = context["cluster"]?.string ?? ""
        guard let cluster = named(clusterName, in: "clusters")?["cluster"] else {
            throw ConfigurationError(source: path, message: "cluster \"\(clusterName)\" does not exist")
        }
        guard let server = cluster["server"]?.string, !server.isEmpty else {
            throw ConfigurationError(source: path, message: "cluster \"\(clusterName)\" has no server")
        }
        var result = ClientConfiguration(server: server)
        result.namespace = context["namespace"]?.string ?? "default"
        result.insecureSkipVerify = cluster["insecure-skip-tls-verify"]?.bool ?? false
        result.serverName = cluster["tls-server-name"]?.string
        result.certificateAuthority = try bytes(cluster, "certificate-authority")
        guard let userName = context["user"]?.string, !userName.isEmpty else { return result }
        guard let user = named(userName, in: "users")?["user"] else {
            throw ConfigurationError(source: path, message: "user \"\(userName)\" does not exist")
        }
        try read(user, named: userName, into: &result)
        return result
    }

    private func read(_ user: Node, named name: String, into result: inout ClientConfiguration)
        throws(ConfigurationError)
    {
        for unsupported in ["exec", "auth-provider"] where user[unsupported] != nil {
            throw ConfigurationError(source: path, message: "user \"\(name)\": \(unsupported) is not supported")
        }
        result.clientCertificate = try bytes(user, "client-certificate")
        result.clientKey = try bytes(user, "client-key")
        if result.clientCertificate != nil, result.clientKey == nil {
            throw ConfigurationError(source: path, message: "user \"\(name)\" has a client certificate without a key")
        }
        if let file = user["tokenFile"]?.string, !file.isEmpty {
            result.credential = .tokenFile(absolute(file))
        } else if let token = user["token"]?.string, !token.isEmpty {
            result.credential = .token(token)
        } else if let login = user["username"]?.string, !login.isEmpty {
            result.credential = .basic(user: login, password: user["password"]?.string ?? "")
        }
    }

    private func named(_ name: String, in list: String) -> Node? {
        root[list]?.sequence?.first { $0["name"]?.string == name }
    }

    /// `key` names a file, `key-data` holds the same in base 64; the data wins.
    private func bytes(_ node: Node, _ key: String) throws(ConfigurationError) -> [UInt8]? {
        if let text = node["\(key)-data"]?.string, !text.isEmpty {
            guard let data = Base64.decode(text.filter { !$0.isWhitespace }) else {
                throw ConfigurationError(source: path, message: "\(key)-data is not valid base64")
            }
            return data
        }
        guard let file = node[key]?.string, !file.isEmpty else { return nil }
        return try readFile(absolute(file), for: path)
    }

    private func absolute(_ file: String) -> String {
        guard !file.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return file }
        return "\(path[..<slash])/\(file)"
    }
}

/// The bytes of a file that `source` names.
func readFile(_ file: String, for source: String) throws(ConfigurationError) -> [UInt8] {
    do {
        return Array(try Data(contentsOf: URL(filePath: file)))
    } catch {
        throw ConfigurationError(source: source, message: "cannot read \(file)")
    }
}
