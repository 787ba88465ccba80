import ApusAPI
import ApusJSON
import ApusStoreEncryption
import Crypto

/// What the file of `--encryption-provider-config` says: `EncryptionConfiguration` of `apiserver.config.k8s.io`.
public struct EncryptionConfiguration: Sendable {
    let encryption: Encryption

    /// Reads the file `path`, YAML or JSON, into what a server is started with.
    ///
    /// - Parameter reloads: Whether the file is read again when it changes.
    public static func load(
        _ path: String, reloads: Bool, into configuration: inout APIServer.Configuration
    ) throws(ConfigurationProblem) {
        let text = try read(path)
        configuration.encryptionFile = .init(
            path: path, hash: hash(of: text), encryption: try Self(text: text).encryption, isReloaded: reloads)
    }

    static func read(_ path: String) throws(ConfigurationProblem) -> String {
        let text: String
        do throws(ConfigurationProblem) {
            text = try ConfigurationFile.read(path)
        } catch {
            throw ConfigurationProblem(
                description: "error opening encryption provider configuration file \(GoText.quoted(path)): \(error)")
        }
        guard !text.isEmpty else {
            throw ConfigurationProblem(
                description: "encryption provider configuration file \(GoText.quoted(path)) is empty")
        }
        return text
    }

    /// What stands for the text of a file once it is read: nobody needs to remember the keys in it.
    static func hash(of text: String) -> String {
        "sha256:" + SHA256.hash(data: Array(text.utf8)).map { String(hexByte: $0) }.joined()
    }

    init(text: String) throws(ConfigurationProblem) {
        let value: JSONValue
        do throws(ConfigurationProblem) {
            value = try Self.file.parse(text)
            var errors = FieldErrors()
            EncryptionRules().validate(value, &errors)
            guard errors.isEmpty else { throw ConfigurationProblem(description: ConfigurationFile.text(errors)) }
        } catch {
            throw ConfigurationProblem(description: "error while parsing file: \(error)")
        }
        encryption = Encryption(try Self.transformers(value))
    }

    // MARK: - Reading

    /// The transformers of what was found good. A rule behind one that says more has no effect, which is refused; one
    /// for the same resource adds providers.
    private static func transformers(
        _ value: JSONValue
    ) throws(ConfigurationProblem) -> [EncryptedResource: ValueTransformer] {
        var providers: [EncryptedResource: [ValueProvider]] = [:]
        for rule in value["resources"].elements {
            let own = rule["providers"].elements.map(provider)
            for text in rule["resources"].elements.compactMap(\.string) {
                let resource = EncryptedResource(text)
                for mask in [resource.allOfGroup, .all] where providers[mask] != nil {
                    throw ConfigurationProblem(
                        description: "error while building transformers: resource "
                            + "\(GoText.quoted(resource.description)) is masked by earlier rule "
                            + GoText.quoted(mask.description))
                }
                providers[resource, default: []] += own
            }
        }
        return providers.mapValues { ValueTransformer($0) }
    }

    private static func provider(_ value: JSONValue) -> ValueProvider {
        for cipher in ValueProvider.Cipher.allCases where !value[cipher.rawValue].isNull {
            return ValueProvider(
                cipher,
                keys: value[cipher.rawValue]["keys"].elements.map { key in
                    EncryptionKey(
                        name: key["name"].string ?? "", secret: Base64.decode(key["secret"].string ?? "") ?? [])
                })
        }
        return .identity
    }

    private static let keys = FileShape.object(["keys": .list(.object(["name": .text, "secret": .text]))])

    private static let file = ConfigurationFile(
        kinds: [
            ("EncryptionConfiguration", "apiserver.config.k8s.io/v1"),
            // As upstream, which documented it so once.
            ("EncryptionConfig", "v1"),
        ],
        shape: .object([
            "kind": .text, "apiVersion": .text,
            "resources": .list(
                .object([
                    "resources": .list(.text),
                    "providers": .list(
                        .object([
                            "aescbc": keys, "aesgcm": keys, "secretbox": keys, "identity": .object([:]),
                            "kms": .object([
                                "apiVersion": .text, "name": .text, "endpoint": .text, "timeout": .text,
                                "cachesize": .number,
                            ]),
                        ])),
                ])),
        ]))
}

extension String {
    /// Two hexadecimal digits.
    fileprivate init(hexByte byte: UInt8) {
        let digits = String(byte, radix: 16)
        self = byte < 16 ? "0" + digits : digits
    }
}
