import ApusAPI
import ApusJSON

extension ResourceHandlers {
    func patch(_ call: Call, _ reply: @escaping Reply) throws(StatusError) {
        guard case .patch(let type, let body) = call.request.body else { throw .badRequest("a patch is required") }
        if type == .apply { return try apply(body, call, reply) }
        let key = try call.key
        let cache = try call.cache
        let validation = try call.fieldValidation
        let patch = ObjectPatch(type, body)
        if type == .json, call.request.options.force != nil { throw Self.forbiddenForce }
        change(key, cache, call, reply) { [self] current, old throws(StatusError) -> Prepared in
            // The patch is written for the version in which the client sees the object.
            let shown = try call.resource.fromStorage(old)
            let (patched, warnings) = try patch.apply(
                to: shown, of: call.resource.resource, validation: validation)
            call.context.warnings.add(warnings)
            var new = try call.resource.toStorage(patched)
            try checkIdentity(&new, current, call)
            return try finish(&new, old: old, current, call)
        }
    }

    static var forbiddenForce: StatusError {
        var errors = FieldErrors()
        errors.forbidden(FieldPath("force"), "may not be specified for non-apply patch")
        return .invalid(group: "meta.k8s.io", kind: "PatchOptions", name: "", errors)
    }
}
