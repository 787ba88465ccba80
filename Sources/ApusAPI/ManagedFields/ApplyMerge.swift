import ApusJSON

/// Brings an applied configuration into an object (structured-merge-diff's `Merge`).
enum ApplyMerge {
    /// `config` over `live`: maps merge, lists merge by their keys, what is atomic is replaced.
    static func merge(_ config: JSONValue, into live: JSONValue, _ schema: Schema?) -> JSONValue {
        switch (live, config) {
        case (.object(var object), .object(let new)) where FieldElements.isGranular(schema):
            for member in new.members {
                if let index = object.index(of: member.key) {
                    let merged = merge(member.value, into: object.members[index].value, schema?[member.key])
                    object.members[index].value = merged
                } else {
                    object.members.append(member)
                }
            }
            return .object(object)
        case (.array(let old), .array(let new)):
            guard let before = FieldElements.elements(of: old, schema),
                let after = FieldElements.elements(of: new, schema)
            else { return config }
            return .array(mergeLists(old, before, new, after, schema?.items))
        // Null takes the form of the other side: of what merges it takes nothing.
        case (.object(let object), .null) where FieldElements.isGranular(schema) && !object.isEmpty: return live
        case (.array(let list), .null) where !list.isEmpty && FieldElements.elements(of: list, schema) != nil:
            return live
        default: return config
        }
    }

    /// Entries of both sides come in the order of the configuration; those that only the object has keep their places
    /// among the others.
    private static func mergeLists(
        _ old: [JSONValue], _ before: [String], _ new: [JSONValue], _ after: [String], _ schema: Schema?
    ) -> [JSONValue] {
        let olds = FieldElements.positions(of: before)
        let news = FieldElements.positions(of: after)
        var shared = after.filter { olds[$0] != nil }[...]
        var merged: Set<String> = []
        var result: [JSONValue] = []
        result.reserveCapacity(max(old.count, new.count))
        func take(_ right: Int) {
            let element = after[right]
            merged.insert(element)
            // Doubled entries are not merged with the new one.
            if let positions = olds[element], positions.count == 1 {
                result.append(merge(new[right], into: old[positions[0]], schema))
            } else {
                result.append(new[right])
            }
        }
        var left = 0
        var right = 0
        while left < old.count || right < new.count {
            if left < old.count, right < new.count {
                if before[left] == after[right] {
                    take(right)
                    left += 1
                    right += 1
                    shared = shared.dropFirst()
                    continue
                }
                if news[before[left]] != nil, let next = shared.first, next != before[left] {
                    left += 1
                    continue
                }
            }
            if left < old.count {
                if news[before[left]] == nil {
                    result.append(old[left])
                    left += 1
                    continue
                }
                if merged.contains(before[left]) { left += 1 }
            }
            if right < new.count {
                let element = after[right]
                take(right)
                right += 1
                if shared.first == element { shared = shared.dropFirst() }
            }
        }
        return result
    }

    /// Whether merging `config` into `live` changes nothing; false also where that is not plain to see.
    static func isContained(_ config: JSONValue, in live: JSONValue, _ schema: Schema?) -> Bool {
        switch (live, config) {
        case (.object(let object), .object(let new)) where FieldElements.isGranular(schema):
            return new.members.allSatisfy { member in
                guard let index = object.index(of: member.key) else { return false }
                return isContained(member.value, in: object.members[index].value, schema?[member.key])
            }
        case (.array(let old), .array(let new)):
            guard let before = FieldElements.elements(of: old, schema),
                let after = FieldElements.elements(of: new, schema)
            else { return live == config }
            var place = before.startIndex
            for (index, element) in after.enumerated() {
                guard let found = before[place...].firstIndex(of: element),
                    isContained(new[index], in: old[found], schema?.items)
                else { return false }
                place = found + 1
            }
            return true
        default: return live == config
        }
    }
}
