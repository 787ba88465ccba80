public import ApusJSON

extension SchemaTable {
    /// Whether any field has a default.
    public var hasDefaults: Bool { defaultsExist }
}

extension Schema {
    /// Gives absent fields the defaults of the schema, from the outside in: a default may itself be filled in.
    public func applyDefaults(_ value: inout JSONValue) {
        let node = self.node
        switch node.kind {
        case .object:
            guard value.object != nil else { return }
            for field in fields {
                let child = Schema(table: table, index: field.schema)
                if let fallback = field.default, value[field.name].isNull,
                    !child.node.isNullable || value.object?.index(of: field.name) == nil
                {
                    value[field.name] = fallback
                }
                if child.canHaveDefaults, !value[field.name].isNull { child.applyDefaults(&value[field.name]) }
            }
        case .map:
            guard let items, items.canHaveDefaults, case .object(var object) = value else { return }
            for position in object.members.indices { items.applyDefaults(&object.members[position].value) }
            value = .object(object)
        case .array:
            guard let items, items.canHaveDefaults, case .array(var elements) = value else { return }
            for position in elements.indices { items.applyDefaults(&elements[position]) }
            value = .array(elements)
        default: break
        }
    }

    /// Gives absent required scalars the zero values that Go writes for them, at all depths.
    public func fillZeroes(_ value: inout JSONValue) {
        switch value {
        case .object(var object):
            value = .null  // so that `object` is the only owner
            for zero in table.zeroes[Int(index)] where object.index(of: zero.key) == nil {
                object.members.append(zero)
            }
            for position in object.members.indices where object.members[position].value.isContainer {
                self[object.members[position].key]?.fillZeroes(&object.members[position].value)
            }
            value = .object(object)
        case .array(var elements):
            guard let items, items.canHaveDefaults else { return }
            value = .null
            for position in elements.indices { items.fillZeroes(&elements[position]) }
            value = .array(elements)
        default: break
        }
    }

    private var canHaveDefaults: Bool {
        switch node.kind {
        case .object, .map, .array: true
        default: false
        }
    }

    /// Reports values that are none of the allowed ones.
    public func validateEnumerations(_ value: JSONValue, _ errors: inout FieldErrors) {
        guard table.hasEnumerations else { return }
        validateEnumerations(value, nil, &errors)
    }

    private func validateEnumerations(_ value: JSONValue, _ path: FieldPath?, _ errors: inout FieldErrors) {
        let node = self.node
        if node.enumeration != 0, !enumeration.contains(value), let path {
            errors.notSupported(path, value, enumeration.map { $0.string ?? GoText.json($0) })
        }
        switch value {
        case .object(let object):
            for member in object.members {
                self[member.key]?.validateEnumerations(member.value, FieldPath(path, member.key), &errors)
            }
        case .array(let elements):
            guard let items, let path else { return }
            for (index, element) in elements.enumerated() {
                items.validateEnumerations(element, path[index], &errors)
            }
        default: break
        }
    }
}

extension JSONValue {
    fileprivate var isContainer: Bool {
        switch self {
        case .object, .array: true
        default: false
        }
    }
}
