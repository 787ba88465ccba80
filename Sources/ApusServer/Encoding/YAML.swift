import ApusJSON
import Yams

/// YAML bodies and answers, by way of JSON values, as `sigs.k8s.io/yaml` does it.
enum YAML {
    /// The first document of `text`; null where it is empty. Doubled keys are reported like those of JSON.
    static func parse(_ text: String) throws(YAMLError) -> (value: JSONValue, duplicates: [String]) {
        let node: Node?
        do {
            node = try Yams.compose(yaml: text)
        } catch {
            throw YAMLError(description: "yaml: \(description(of: error))")
        }
        guard let node else { return (.null, []) }
        return (try value(of: node, depth: 0), [])
    }

    /// The line and the problem, as Go's parser words them.
    private static func description(of error: any Error) -> String {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            "line \(mark.line): \(problem)"
        default: "\(error)"
        }
    }

    /// Deeper documents are refused, as those of JSON are.
    private static let depthLimit = 1000

    private static func value(of node: Node, depth: Int) throws(YAMLError) -> JSONValue {
        guard depth < depthLimit else { throw YAMLError(description: "yaml: exceeded max depth of \(depthLimit)") }
        switch node {
        case .scalar(let scalar): return value(of: scalar.string, tag: node.tag.rawValue)
        case .sequence(let sequence):
            var elements: [JSONValue] = []
            elements.reserveCapacity(sequence.count)
            for element in sequence { elements.append(try value(of: element, depth: depth + 1)) }
            return .array(elements)
        case .mapping(let mapping):
            var object = JSONObject()
            for (key, element) in mapping {
                guard let name = key.scalar?.string else {
                    throw YAMLError(description: "yaml: a key of a mapping must be a scalar")
                }
                object[name] = try value(of: element, depth: depth + 1)
            }
            return .object(object)
        case .alias: throw YAMLError(description: "yaml: aliases are not supported")
        }
    }

    private static func value(of text: String, tag: String) -> JSONValue {
        switch tag {
        case Tag.Name.null.rawValue: return .null
        case Tag.Name.bool.rawValue: return .bool(["true", "yes", "on", "y"].contains(text.lowercased()))
        case Tag.Name.int.rawValue: return integer(text) ?? .string(text)
        case Tag.Name.float.rawValue: return Double(text).map(JSONValue.double) ?? .string(text)
        default: return .string(text)
        }
    }

    private static func integer(_ text: String) -> JSONValue? {
        let digits = text.replacing("_", with: "")
        let isNegative = digits.hasPrefix("-")
        let magnitude = digits.drop { $0 == "-" || $0 == "+" }
        let number: Int64?
        if magnitude.hasPrefix("0x") {
            number = Int64(magnitude.dropFirst(2), radix: 16)
        } else if magnitude.hasPrefix("0o") {
            number = Int64(magnitude.dropFirst(2), radix: 8)
        } else if magnitude.hasPrefix("0b") {
            number = Int64(magnitude.dropFirst(2), radix: 2)
        } else if magnitude.hasPrefix("0"), magnitude.count > 1 {
            number = Int64(magnitude, radix: 8)
        } else {
            number = Int64(magnitude)
        }
        return number.map { .int(isNegative ? -$0 : $0) } ?? Double(digits).map(JSONValue.double)
    }

    // MARK: - Writing

    /// `value` as a YAML document with sorted keys.
    static func text(_ value: JSONValue) throws(YAMLError) -> String {
        do {
            return try Yams.serialize(node: node(of: value), width: -1, allowUnicode: true, sortKeys: false)
        } catch {
            throw YAMLError(description: "yaml: \(error)")
        }
    }

    private static func node(of value: JSONValue) -> Node {
        switch value {
        case .null: Node("null", Tag(.null), .plain)
        case .bool(let flag): Node(flag ? "true" : "false", Tag(.bool), .plain)
        case .int(let number): Node(String(number), Tag(.int), .plain)
        case .double(let number): Node(String(number), Tag(.float), .plain)
        case .string(let text): node(ofString: text)
        case .array(let elements): Node(elements.map(node(of:)), Tag(.seq), elements.isEmpty ? .flow : .block)
        case .object(let object):
            Node(
                object.members.sorted { $0.key < $1.key }.map { (node(ofString: $0.key), node(of: $0.value)) },
                Tag(.map), object.isEmpty ? .flow : .block)
        }
    }

    /// A string, quoted where it would be read as something else.
    private static func node(ofString text: String) -> Node {
        if text.contains("\n") { return Node(text, Tag(.str), .literal) }
        let plain = Node(text, Tag(.implicit), .plain)
        let isString = plain.tag.rawValue == Tag.Name.str.rawValue && !["y", "Y", "n", "N"].contains(text)
        return Node(text, Tag(.str), isString ? .any : .doubleQuoted)
    }
}

struct YAMLError: Error, CustomStringConvertible {
    let description: String
}
