import ApusJSON

/// Applies strategic merge patches: merge patches whose lists merge by key where the schema says so, with the
/// directives `$patch`, `$retainKeys`, `$deleteFromPrimitiveList/…` and `$setElementOrder/…` (apimachinery's
/// `strategicpatch`).
struct StrategicMerge {
    /// Why a patch cannot be applied.
    struct PatchError: Error, Equatable {
        let message: String

        static let badPrimitiveDeletion = PatchError(
            message: "invalid patch format of primitive list")
        static let badRetainKeys = PatchError(message: "invalid patch format of retainKeys")
        static let badElementOrder = PatchError(message: "invalid patch format of setElementOrder list")
    }

    static let patchKey = "$patch"
    static let retainKeys = "$retainKeys"
    static let deletePrefix = "$deleteFromPrimitiveList/"
    static let orderPrefix = "$setElementOrder/"

    /// How the member `key` of an object merges, and what its value is.
    struct Member {
        var strategy: SchemaField.PatchStrategy = []
        var mergeKey = ""
        var schema: Schema?

        init(_ key: String, in schema: Schema?) {
            guard let schema else { return }
            if let field = schema.field(key) {
                strategy = field.patchStrategy
                mergeKey = field.mergeKey
            }
            self.schema = schema[key]
        }

        var mergesLists: Bool { strategy.contains(.merge) }
        var replacesMaps: Bool { strategy.contains(.replace) }
    }

    /// Merges `patch` into `object`, whose type is `schema`; nil: a type without facts, where lists are replaced.
    func merge(_ patch: JSONObject, into object: inout JSONObject, _ schema: Schema?) throws(PatchError) {
        var patch = patch
        if let directive = patch[StrategicMerge.patchKey] {
            switch directive.string {
            case "replace":
                patch.remove(StrategicMerge.patchKey)
                object = try withoutDirectives(patch)
            case "delete": object = JSONObject()
            default: throw unknown(directive, patch)
            }
            return
        }
        try retain(&patch, &object)
        try order(&patch, &object, schema)
        for member in patch.members {
            if member.key.hasPrefix(StrategicMerge.deletePrefix) {
                try deletePrimitives(member, from: &object)
            } else {
                try merge(member, into: &object, schema)
            }
        }
    }

    private func merge(_ member: JSONObject.Member, into object: inout JSONObject, _ schema: Schema?) throws(PatchError)
    {
        if member.value.isNull {
            object.remove(member.key)
            return
        }
        let facts = Member(member.key, in: schema)
        if member.value[StrategicMerge.patchKey] != .null, object[member.key]?.object == nil {
            // Nothing is there that the directive could be for.
            object.remove(member.key)
            return
        }
        guard let index = object.index(of: member.key) else {
            object[member.key] = try withoutDirectives(member.value)
            return
        }
        switch (object.members[index].value, member.value) {
        case (.object(var old), .object(let new)) where !facts.replacesMaps:
            object.members[index].value = .null
            defer { object.members[index].value = .object(old) }
            try merge(new, into: &old, facts.schema)
        case (.array(let old), .array(let new)) where facts.mergesLists:
            object.members[index].value = .array(try mergeLists(old, new, facts))
        default: object.members[index].value = try withoutDirectives(member.value)
        }
    }

    // MARK: - Directives of objects

    /// `$retainKeys`: of the old members only those in the list stay.
    private func retain(_ patch: inout JSONObject, _ object: inout JSONObject) throws(PatchError) {
        guard let directive = patch.remove(StrategicMerge.retainKeys) else { return }
        guard case .array(let list) = directive else { throw .badRetainKeys }
        let keys = Set(list.compactMap(\.string))
        for member in patch.members where !member.key.hasPrefix("$") {
            guard member.value.isNull || keys.contains(member.key) else { throw .badRetainKeys }
        }
        object.members.removeAll { !keys.contains($0.key) }
    }

    /// `$deleteFromPrimitiveList/key`: these values leave the list.
    private func deletePrimitives(
        _ member: JSONObject.Member, from object: inout JSONObject
    ) throws(PatchError) {
        let key = String(member.key.dropFirst(StrategicMerge.deletePrefix.count))
        guard case .array(let gone) = member.value else { throw .badPrimitiveDeletion }
        guard case .array(let old)? = object[key] else { return }
        object[key] = .array(old.filter { !gone.contains($0) })
    }

    /// `$setElementOrder/key`: merges the list and brings it into this order; what only the server has keeps its place
    /// relative to what both have.
    private func order(
        _ patch: inout JSONObject, _ object: inout JSONObject, _ schema: Schema?
    ) throws(PatchError) {
        for directive in patch.members where directive.key.hasPrefix(StrategicMerge.orderPrefix) {
            patch.remove(directive.key)
            guard case .array(let wanted) = directive.value else { throw .badElementOrder }
            let key = String(directive.key.dropFirst(StrategicMerge.orderPrefix.count))
            let facts = Member(key, in: schema)
            let old = object[key]?.array
            let gone = patch.remove(StrategicMerge.deletePrefix + key)?.elements ?? []
            let merged: [JSONValue]
            if let new = patch.remove(key)?.array {
                try check(new, isInOrderOf: wanted, facts.mergeKey)
                merged = try mergeLists(old ?? [], new, facts)
            } else if let old {
                merged = old
            } else {
                continue
            }
            let present = merged.filter { !gone.contains($0) }
            object[key] = .array(arrange(present, wanted, old ?? [], facts.mergeKey))
        }
    }

    private func identity(_ element: JSONValue, _ mergeKey: String) -> JSONValue {
        if mergeKey.isEmpty { return element }
        return element.object == nil ? element : element[mergeKey]
    }

    private func check(
        _ list: [JSONValue], isInOrderOf wanted: [JSONValue], _ mergeKey: String
    ) throws(PatchError) {
        let order = wanted.map { identity($0, mergeKey) }
        var last = -1
        for element in list where element[StrategicMerge.patchKey].string == nil {
            guard let place = order.firstIndex(of: identity(element, mergeKey)), place >= last else {
                throw PatchError(
                    message: "The order in patch list:\n\(GoText.json(.array(list)))\n doesn't match "
                        + "$setElementOrder list:\n\(GoText.json(.array(wanted)))\n")
            }
            last = place
        }
    }

    func arrange(
        _ merged: [JSONValue], _ wanted: [JSONValue], _ server: [JSONValue], _ mergeKey: String
    ) -> [JSONValue] {
        let wantedOrder = wanted.map { identity($0, mergeKey) }
        let serverOrder = server.map { identity($0, mergeKey) }
        var ordered: [(place: Int, element: JSONValue)] = []
        var serverOnly: [JSONValue] = []
        for element in merged {
            if let place = wantedOrder.firstIndex(of: identity(element, mergeKey)) {
                ordered.append((place, element))
            } else {
                serverOnly.append(element)
            }
        }
        ordered.sort { $0.place < $1.place }
        var result: [JSONValue] = []
        var left = serverOnly[...]
        var right = ordered.map(\.element)[...]
        while let a = left.first, let b = right.first {
            let placeA = serverOrder.firstIndex(of: identity(a, mergeKey))
            let placeB = serverOrder.firstIndex(of: identity(b, mergeKey))
            if let placeA, let placeB, placeA < placeB {
                result.append(left.removeFirst())
            } else {
                result.append(right.removeFirst())
            }
        }
        return result + left + right
    }

    // MARK: - New values

    /// What a patch adds, without its directives and without nulls.
    private func withoutDirectives(_ value: JSONValue) throws(PatchError) -> JSONValue {
        switch value {
        case .object(let object): return .object(try withoutDirectives(object))
        case .array(let elements):
            var kept: [JSONValue] = []
            for element in elements {
                if element[StrategicMerge.patchKey] != .null { continue }
                kept.append(try withoutDirectives(element))
            }
            return .array(kept)
        default: return value
        }
    }

    func withoutDirectives(_ object: JSONObject) throws(PatchError) -> JSONObject {
        var result = JSONObject()
        for member in object.members {
            if member.value.isNull || member.key == StrategicMerge.patchKey || member.key == StrategicMerge.retainKeys
                || member.key.hasPrefix(StrategicMerge.deletePrefix) || member.key.hasPrefix(StrategicMerge.orderPrefix)
            {
                continue
            }
            result.members.append(.init(key: member.key, value: try withoutDirectives(member.value)))
        }
        return result
    }
}
