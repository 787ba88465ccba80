import ApusJSON
import Yams

/// YAML as JSON values, with members in the order of the file.
enum YAMLValue {
    static func parse(_ text: String) throws -> JSONValue {
        guard let node = try Yams.compose(yaml: text) else { return .null }
        return try value(of: node)
    }

    private static func value(of node: Node) throws -> JSONValue {
        switch node {
        case .sequence(let sequence): return .array(try sequence.map { try value(of: $0) })
        case .mapping(let mapping):
            return .object(
                JSONObject(
                    try mapping.map { key, element in
                        guard let name = key.scalar?.string else {
                            throw TextFile.Failure(description: "a key is no scalar")
                        }
                        return JSONObject.Member(key: name, value: try value(of: element))
                    }))
        case .scalar(let scalar):
            switch node.tag.rawValue {
            case Tag.Name.null.rawValue: return .null
            case Tag.Name.bool.rawValue: return .bool(scalar.string == "true")
            case Tag.Name.int.rawValue: return Int64(scalar.string).map { .int($0) } ?? .string(scalar.string)
            case Tag.Name.float.rawValue: return Double(scalar.string).map { .double($0) } ?? .string(scalar.string)
            default: return .string(scalar.string)
            }
        case .alias: throw TextFile.Failure(description: "aliases are not supported")
        }
    }
}
