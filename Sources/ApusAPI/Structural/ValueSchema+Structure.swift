public import ApusJSON

extension ValueSchema {
    /// Finds lists of type set or map with equal entries (`listtype.ValidateListSetsAndMaps`).
    public func validateLists(_ value: JSONValue, _ errors: inout FieldErrors) {
        validateLists(value, nil, &errors)
    }

    private func validateLists(_ value: JSONValue, _ path: FieldPath?, _ errors: inout FieldErrors) {
        switch value {
        case .object(let object):
            for member in object.members {
                if let property = property(member.key) {
                    property.validateLists(member.value, FieldPath(path, member.key), &errors)
                } else if let additionalProperties, let path {
                    additionalProperties.validateLists(member.value, path.key(member.key), &errors)
                }
            }
        case .array(let list):
            guard let path else { return }
            if listType == "set" { reportDuplicates(list, list, path, &errors) }
            if listType == "map" { validateMap(list, path, &errors) }
            guard let items else { return }
            for (index, element) in list.enumerated() { items.validateLists(element, path[index], &errors) }
        default: break
        }
    }

    private func validateMap(_ list: [JSONValue], _ path: FieldPath, _ errors: inout FieldErrors) {
        for (index, element) in list.enumerated() where element.object == nil && !element.isNull {
            return errors.invalid(path[index], element, "must be an object for an array of list-type map")
        }
        let keys = list.map { element -> JSONValue in
            let members = listMapKeys.compactMap { key in
                element.object?[key].map { JSONObject.Member(key: key, value: $0) }
            }
            return .object(JSONObject(members))
        }
        reportDuplicates(keys, keys, path, &errors)
    }

    /// Reports the first repetition of each value.
    private func reportDuplicates(
        _ list: [JSONValue], _ shown: [JSONValue], _ path: FieldPath, _ errors: inout FieldErrors
    ) {
        guard list.count > 1 else { return }
        var seen: [String: Int] = [:]
        for (index, element) in list.enumerated() {
            let times = seen[element.encoded(order: .canonical).string, default: 0]
            if times == 1 { errors.duplicate(path[index], shown[index]) }
            seen[element.encoded(order: .canonical).string] = times + 1
        }
    }

    /// Checks the objects with `x-kubernetes-embedded-resource` (`objectmeta.Validate`).
    public func validateEmbedded(_ value: JSONValue, _ errors: inout FieldErrors) {
        validateEmbedded(value, nil, &errors)
    }

    private func validateEmbedded(_ value: JSONValue, _ path: FieldPath?, _ errors: inout FieldErrors) {
        switch value {
        case .object(let object):
            if isEmbeddedResource, let path { checkHeader(object, path, &errors) }
            for member in object.members {
                if let property = property(member.key) {
                    property.validateEmbedded(member.value, FieldPath(path, member.key), &errors)
                } else if let additionalProperties, let path {
                    additionalProperties.validateEmbedded(member.value, path.key(member.key), &errors)
                }
            }
        case .array(let list):
            guard let items, let path else { return }
            for (index, element) in list.enumerated() { items.validateEmbedded(element, path[index], &errors) }
        default: break
        }
    }

    private func checkHeader(_ object: JSONObject, _ path: FieldPath, _ errors: inout FieldErrors) {
        for key in ["apiVersion", "kind"] where object.index(of: key) == nil { errors.required(path[key]) }
        if let version = object["apiVersion"] {
            switch version.string {
            case nil: errors.invalid(path["apiVersion"], version, "must be a string")
            case "": errors.invalid(path["apiVersion"], "", "must not be empty")
            case let text? where text.count(where: { $0 == "/" }) > 1:
                errors.invalid(path["apiVersion"], version, "unexpected GroupVersion string: \(text)")
            default: break
            }
        }
        if let kind = object["kind"] {
            switch kind.string {
            case nil: errors.invalid(path["kind"], kind, "must be a string")
            case "": errors.invalid(path["kind"], "", "must not be empty")
            case let text?:
                let problems = Names.dns1035LabelProblems(text.lowercased())
                if !problems.isEmpty {
                    errors.invalid(
                        path["kind"], kind,
                        "may have mixed case, but should otherwise match: \(problems.joined(separator: ","))")
                }
            }
        }
        if let metadata = object["metadata"] {
            MetadataRules.validateEmbedded(metadata, path["metadata"], &errors)
        }
    }
}
