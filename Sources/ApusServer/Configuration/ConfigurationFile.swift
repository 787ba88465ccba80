import ApusAPI
import ApusJSON

/// What is wrong with a configuration file, in one line.
public struct ConfigurationProblem: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String
}

/// A file of one of upstream's configuration kinds, YAML or JSON.
struct ConfigurationFile: Sendable {
    /// Kinds with their apiVersions.
    let kinds: [(kind: String, apiVersion: String)]
    let shape: FileShape

    static func read(_ path: String) throws(ConfigurationProblem) -> String {
        let text: String?
        do {
            text = try SecretFile.read(path)
        } catch {
            throw ConfigurationProblem(description: "\(path): \(error)")
        }
        guard let text else { throw ConfigurationProblem(description: "open \(path): no such file or directory") }
        return text
    }

    /// The document in `text`, which is of the kind and has no fields but those of `shape`.
    func parse(_ text: String) throws(ConfigurationProblem) -> JSONValue {
        let value: JSONValue
        do {
            value = try YAML.parse(text).value
        } catch {
            throw ConfigurationProblem(description: error.description)
        }
        let (kind, version) = (value["kind"].string ?? "", value["apiVersion"].string ?? "")
        guard kinds.contains(where: { $0 == (kind, version) }) else {
            throw ConfigurationProblem(
                description:
                    "no kind \(GoText.quoted(kind)) is registered for version \(GoText.quoted(version)) in scheme")
        }
        let strange = shape.problems(value, "")
        guard strange.isEmpty else {
            throw ConfigurationProblem(description: "strict decoding error: " + strange.joined(separator: ", "))
        }
        return value
    }

    /// All that breaks a rule, in apimachinery's form of an aggregate.
    static func text(_ errors: FieldErrors) -> String {
        let text = errors.all.map(\.description)
        return text.count == 1 ? text[0] : "[\(text.joined(separator: ", "))]"
    }
}
