import ApusJSON

extension StrategicMerge {
    /// Merges lists: values by equality, objects by their merge key. Entries of the patch come in its order, the others
    /// keep their places among them.
    func mergeLists(_ old: [JSONValue], _ new: [JSONValue], _ facts: Member) throws(PatchError) -> [JSONValue] {
        guard let first = old.first ?? new.first else { return old }
        try checkKinds(old, new, first)
        guard first.object != nil else {
            var merged: [JSONValue] = []
            for element in old + new where !merged.contains(element) { merged.append(element) }
            return arrange(merged, new, old, "")
        }
        guard !facts.mergeKey.isEmpty else {
            throw PatchError(
                message: "cannot merge lists without merge key for \(facts.schema?.items?.typeName ?? "")")
        }
        var kept = old
        var additions: [JSONObject] = []
        var replaces = false
        for case .object(let item) in new {
            guard let directive = item[StrategicMerge.patchKey] else {
                additions.append(item)
                continue
            }
            switch directive.string {
            case "delete":
                guard let key = item[facts.mergeKey] else { throw missing(facts.mergeKey, item) }
                kept.removeAll { $0[facts.mergeKey] == key }
            case "replace": replaces = true
            case "merge": throw PatchError(message: "merging lists cannot yet be specified in the patch")
            default: throw unknown(directive, item)
            }
        }
        if replaces {
            var replaced: [JSONValue] = []
            for item in additions { replaced.append(.object(try withoutDirectives(item))) }
            return replaced
        }
        let merged = try add(additions, to: kept, facts)
        return arrange(merged, additions.map(JSONValue.object), kept, facts.mergeKey)
    }

    private func checkKinds(_ old: [JSONValue], _ new: [JSONValue], _ first: JSONValue) throws(PatchError) {
        guard first.array == nil else { throw PatchError(message: "lists of lists are not supported") }
        let kind = GoText.type(first)
        guard (old + new).allSatisfy({ GoText.type($0) == kind }) else {
            let lists = "[\(GoText.value(.array(old))) \(GoText.value(.array(new)))]"
            throw PatchError(message: "list element types are not identical: \(lists)")
        }
    }

    private func add(
        _ additions: [JSONObject], to list: [JSONValue], _ facts: Member
    ) throws(PatchError) -> [JSONValue] {
        var merged = list
        for item in additions {
            guard let key = item[facts.mergeKey] else { throw missing(facts.mergeKey, item) }
            if let index = merged.firstIndex(where: { $0[facts.mergeKey] == key }),
                case .object(var existing) = merged[index]
            {
                try merge(item, into: &existing, facts.schema?.items)
                merged[index] = .object(existing)
            } else {
                merged.append(.object(try withoutDirectives(item)))
            }
        }
        return merged
    }

    private func missing(_ key: String, _ item: JSONObject) -> PatchError {
        PatchError(message: "map: \(GoText.value(.object(item))) does not contain declared merge key: \(key)")
    }

    func unknown(_ directive: JSONValue, _ item: JSONObject) -> PatchError {
        PatchError(
            message: "unknown patch type: \(GoText.value(directive)) in map: \(GoText.value(.object(item)))")
    }
}
