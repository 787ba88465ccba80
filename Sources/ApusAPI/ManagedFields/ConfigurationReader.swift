import ApusJSON

/// Checks an applied configuration against its type and writes quantities and times as they are stored
/// (structured-merge-diff's `AsTyped`). What the configuration says stays said: nulls, empty lists and zero values too.
struct ConfigurationReader {
    private struct Problem {
        let path: String
        let message: String
    }

    private var problems: [Problem] = []

    /// - Throws: 500, as upstream answers to a configuration that does not fit the type.
    mutating func read(_ config: JSONValue, _ schema: Schema, gvk: GroupVersionKind) throws(StatusError) -> JSONValue {
        let typed = read(config, schema, "")
        guard !problems.isEmpty else { return typed }
        let texts = problems.map { $0.path.isEmpty ? $0.message : "\($0.path): \($0.message)" }
        let list = texts.count == 1 ? texts[0] : "errors:\n" + texts.map { "  \($0)" }.joined(separator: "\n")
        let metadata = config["metadata"]
        let name = "\(metadata["namespace"].string ?? "")/\(metadata["name"].string ?? "")"
        throw StatusError(
            code: 500, reason: .unknown,
            message: "failed to create typed patch object (\(name); \(gvk.group)/\(gvk.version), Kind=\(gvk.kind)): "
                + list, details: nil)
    }

    private mutating func read(_ value: JSONValue, _ schema: Schema?, _ path: String) -> JSONValue {
        guard let schema, schema.kind != .any, !value.isNull else { return value }
        switch schema.kind {
        case .object, .map: return readMembers(value, schema, path)
        case .array: return readEntries(value, schema, path)
        case .any: return value
        case .string, .time, .microTime:
            guard let text = value.string else {
                return report(
                    value, path, "expected string, got &value.valueUnstructured{Value:\(GoText.syntax(value))}")
            }
            guard schema.kind != .string, let time = Timestamp(rfc3339: text) else { return value }
            return .string(schema.kind == .time ? time.rfc3339 : time.rfc3339Micro)
        case .boolean:
            guard value.bool != nil else {
                return report(value, path, "expected boolean, got &{\(GoText.value(value))}")
            }
        case .integer, .number:
            guard value.double != nil else {
                return report(value, path, "expected numeric (int or float), got \(GoText.type(value))")
            }
        case .intOrString, .quantity:
            guard value.array == nil, value.object == nil else {
                return report(value, path, "expected any scalar, got &{\(GoText.value(value))}")
            }
            guard schema.kind == .quantity else { return value }
            let text = value.string ?? GoText.json(value)
            return (try? Quantity(parsing: text)).map { .string($0.description) } ?? value
        }
        return value
    }

    private mutating func readMembers(_ value: JSONValue, _ schema: Schema, _ path: String) -> JSONValue {
        guard case .object(var object) = value else {
            return report(value, path, "expected map, got &{\(GoText.value(value))}")
        }
        let isFree = schema.node.preservesUnknownFields || schema.kind == .object && schema.fields.isEmpty
        for index in object.members.indices {
            let key = object.members[index].key
            let inner = schema[key]
            if inner == nil, !isFree {
                problems.append(Problem(path: "\(path).\(key)", message: "field not declared in schema"))
                break
            }
            object.members[index].value = read(object.members[index].value, inner, "\(path).\(key)")
        }
        return .object(object)
    }

    private mutating func readEntries(_ value: JSONValue, _ schema: Schema, _ path: String) -> JSONValue {
        guard case .array(var list) = value else {
            return report(value, path, "expected list, got &{\(GoText.value(value))}")
        }
        guard schema.node.listType != .atomic else {
            for index in list.indices { list[index] = read(list[index], schema.items, "\(path)[\(index)]") }
            return .array(list)
        }
        var seen: Set<String> = []
        for index in list.indices {
            guard let element = FieldElements.elements(of: [list[index]], schema)?.first else {
                let problem = keyProblem(list[index], schema)
                problems.append(Problem(path: path, message: "element \(index): \(problem)"))
                return .array(list)
            }
            let text = FieldSet.text([element])
            if !seen.insert(element).inserted {
                problems.append(Problem(path: path, message: "duplicate entries for key \(text)"))
            }
            list[index] = read(list[index], schema.items, path + text)
        }
        return .array(list)
    }

    private func keyProblem(_ item: JSONValue, _ schema: Schema) -> String {
        let list = "associative list"
        if item.isNull { return "\(list) with keys may not have a null element" }
        if item.object == nil { return "\(list) with keys may not have non-map elements" }
        let keys = "[" + schema.listMapKeys.map { GoText.quoted($0) }.joined(separator: " ") + "]"
        return "\(list) with keys has an element that omits all key fields \(keys) "
            + "(and doesn't have default values for any key fields)"
    }

    private mutating func report(_ value: JSONValue, _ path: String, _ message: String) -> JSONValue {
        problems.append(Problem(path: path, message: message))
        return value
    }
}
