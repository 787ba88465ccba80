extension FieldSelector {
    /// The selector with the names that fields have now, in the version that is stored. Throws for the first field that objects of `definition` cannot
    /// be selected by, in the words that upstream has for the kind (`AddFieldLabelConversionFunc`).
    public func resolved(for definition: Definition) throws(FieldSelectorError) -> FieldSelector {
        var resolved: [Term] = []
        for term in terms {
            // What clients of the first years send.
            let isOldName = term.field == "spec.host" && definition.gvk == GroupVersionKind("", "v1", "Pod")
            let field = isOldName ? "spec.nodeName" : term.field
            guard FieldSelector.isSelectable(field, in: definition) else {
                throw FieldSelectorError(FieldSelector.refusal(of: field, in: definition))
            }
            let stored = definition.selectableFields.first { $0.path == field }?.storedAs ?? field
            resolved.append(Term(field: stored, isEqual: term.isEqual, value: term.value))
        }
        return FieldSelector(resolved)
    }

    private static func isSelectable(_ field: String, in definition: Definition) -> Bool {
        switch field {
        case "metadata.name": true
        // Kinds with the default fields alone take it whatever their scope: nothing matches a namespace then.
        case "metadata.namespace":
            definition.isNamespaced || definition.isBuiltIn && definition.selectableFields.isEmpty
        // Taken but never set: no Pod has it.
        case "status.podIPs": definition.gvk == GroupVersionKind("", "v1", "Pod")
        default: definition.selectableFields.contains { $0.path == field }
        }
    }

    private static func refusal(of field: String, in definition: Definition) -> String {
        guard definition.isBuiltIn else { return "field label not supported: \(field)" }
        if definition.selectableFields.isEmpty {
            return
                "\(GoText.quoted(field)) is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
        }
        return switch definition.kind {
        case "Job": "field label \(GoText.quoted(field)) not supported for Job"
        case "ResourceSlice": "field label not supported for \(definition.gvk): \(field)"
        default: "field label not supported: \(field)"
        }
    }
}
