import ApusAPI
import ApusJSON

extension Call {
    /// Checks the options of a create or update.
    ///
    /// - Parameter kind: `CreateOptions` or `UpdateOptions`, which the 422 names.
    func writeOptions(_ kind: String) throws(StatusError) -> Resource.FieldValidation {
        try checkedOptions(kind, FieldErrors())
    }

    /// Checks the options of a patch.
    func patchOptions(_ type: APIRequest.PatchType) throws(StatusError) -> Resource.FieldValidation {
        var errors = FieldErrors()
        if type == .apply {
            if (request.options.fieldManager ?? "").isEmpty {
                errors.required(FieldPath("fieldManager"), "is required for apply patch")
            }
        } else if request.options.force != nil {
            errors.forbidden(FieldPath("force"), "may not be specified for non-apply patch")
        }
        return try checkedOptions("PatchOptions", errors)
    }

    private func checkedOptions(_ kind: String, _ found: FieldErrors) throws(StatusError) -> Resource.FieldValidation {
        var errors = found
        let options = request.options
        if let manager = options.fieldManager {
            MetadataRules.validateFieldManager(manager, FieldPath("fieldManager"), &errors)
        }
        let validation = Resource.FieldValidation(option: options.fieldValidation)
        if validation == nil {
            errors.notSupported(
                FieldPath("fieldValidation"), .string(options.fieldValidation ?? ""), ["", "Ignore", "Strict", "Warn"])
        }
        guard errors.isEmpty, let validation else {
            throw .invalid(group: "meta.k8s.io", kind: kind, name: "", errors)
        }
        return validation
    }
}
