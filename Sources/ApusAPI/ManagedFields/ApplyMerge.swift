import ApusJSON

/// Brings an applied configuration into an object, and takes out of it what its manager does not apply any more.
enum ApplyMerge {
    /// `config` over `live`: maps merge, lists merge by their keys, what is atomic is replaced.
    static func merge(_ config: JSONValue, into live: JSONValue, _ schema: Schema?) -> JSONValue {
        switch (live, config) {
        case (.object(let old), .object(let new)) where !FieldElements.isAtomic(config, schema):
            var result = old
            for member in new.members {
                if let index = result.index(of: member.key) {
                    let merged = merge(member.value, into: result.members[index].value, schema?[member.key])
                    result.members[index].value = merged
                } else {
                    result.members.append(member)
                }
            }
            return .object(result)
        case (.array(let old), .array(let new)):
            guard let before = FieldElements.elements(of: old, schema),
                let after = FieldElements.elements(of: new, schema)
            else { return config }
            return .array(mergeLists(old, before, new, after, schema))
        default: return config
        }
    }

    /// The old entries that stay keep their places; new ones come behind those that they follow in the configuration.
    private static func mergeLists(
        _ old: [JSONValue], _ before: [String], _ new: [JSONValue], _ after: [String], _ schema: Schema?
    ) -> [JSONValue] {
        var elements = before
        var result = old
        var last = -1
        for (element, item) in zip(after, new) {
            if let index = elements.firstIndex(of: element) {
                result[index] = merge(item, into: result[index], schema?.items)
                last = index
            } else {
                let place = last < 0 ? result.count : last + 1
                result.insert(item, at: place)
                elements.insert(element, at: place)
                last = place
            }
        }
        return result
    }

    /// Takes the members of `gone` out of `value`; what `kept` has below one of them holds it.
    static func remove(_ gone: FieldSet, keeping kept: FieldSet, from value: JSONValue, _ schema: Schema?) -> JSONValue
    {
        switch value {
        case .object(var object):
            for child in gone.children {
                let key = String(child.element.dropFirst(2))
                guard let index = object.index(of: key) else { continue }
                let holds = kept[child.element].map { !$0.isEmpty } ?? false
                if child.set.isMember, !holds {
                    object.members.remove(at: index)
                    continue
                }
                let inner = remove(
                    child.set, keeping: kept[child.element] ?? FieldSet(), from: object.members[index].value,
                    schema?[key])
                if !holds, inner.isEmptyContainer, !object.members[index].value.isEmptyContainer {
                    object.members.remove(at: index)
                } else {
                    object.members[index].value = inner
                }
            }
            return .object(object)
        case .array(let list):
            guard let elements = FieldElements.elements(of: list, schema) else { return value }
            var result: [JSONValue] = []
            for (element, item) in zip(elements, list) {
                guard let set = gone[element] else {
                    result.append(item)
                    continue
                }
                let holds = kept[element].map { !$0.isEmpty } ?? false
                if set.isMember, !holds { continue }
                result.append(remove(set, keeping: kept[element] ?? FieldSet(), from: item, schema?.items))
            }
            return .array(result)
        default: return value
        }
    }
}

extension JSONValue {
    fileprivate var isEmptyContainer: Bool {
        switch self {
        case .object(let object): object.isEmpty
        case .array(let list): list.isEmpty
        default: false
        }
    }
}
