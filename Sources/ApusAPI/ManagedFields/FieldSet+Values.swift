import ApusJSON

extension FieldSet {
    /// The fields that a configuration says: who applies it owns them (structured-merge-diff's `ToFieldSet`).
    init(of value: JSONValue, _ schema: Schema?) {
        self.init()
        switch value {
        case .object(let object) where FieldElements.isGranular(schema):
            let isFree = schema?.kind != .object
            for member in object.members {
                let inner = schema?[member.key]
                var set = FieldSet(of: member.value, inner)
                // Keys of maps are fields of their own, those of objects only where nothing lies below.
                if isFree || inner == nil || member.value.isNull || member.value.isEmptyObject { set.isMember = true }
                insert("f:" + member.key, set)
            }
        case .array(let list):
            guard let elements = FieldElements.elements(of: list, schema) else {
                isMember = true
                return
            }
            let positions = FieldElements.positions(of: elements)
            for (element, item) in zip(elements, list) {
                var set = FieldSet(isMember: true)
                if positions[element]?.count == 1 {
                    set = FieldSet(of: item, schema?.items)
                    set.isMember = true
                }
                insert(element, set)
            }
        case .null: break
        default: isMember = true
        }
    }

    /// The same with the named fields on the way to members, which are none themselves otherwise.
    func withNamedFields(_ schema: Schema?) -> FieldSet {
        var result = FieldSet(isMember: isMember)
        for child in children {
            let inner: Schema?
            var set: FieldSet
            switch child.element.prefix(2) {
            case "f:":
                let name = String(child.element.dropFirst(2))
                inner = schema?[name]
                set = child.set.withNamedFields(inner)
                if !set.children.isEmpty, schema?.field(name) != nil { set.isMember = true }
            default:
                inner = schema?.items
                set = child.set.withNamedFields(inner)
            }
            result.insert(child.element, set)
        }
        return result
    }
}

extension JSONValue {
    fileprivate var isEmptyObject: Bool { if case .object(let object) = self { object.isEmpty } else { false } }
}
