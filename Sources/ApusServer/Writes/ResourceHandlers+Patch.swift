import ApusAPI
import ApusJSON

extension ResourceHandlers {
    func patch(_ call: Call, _ reply: @escaping Reply) throws(StatusError) {
        guard case .patch(let type, let body) = call.request.body else { throw .badRequest("a patch is required") }
        let validation = try call.patchOptions(type)
        if type == .apply { return try apply(body, validation, call, reply) }
        let key = try call.key
        let cache = try call.cache
        let patch = ObjectPatch(type, body)
        change(key, cache, call, reply) { [self] current, old throws(StatusError) -> Prepared? in
            // The patch is written for the version in which the client sees the object.
            let shown = try call.resource.fromStorage(old)
            let (patched, warnings) = try patch.apply(
                to: shown, of: call.resource.resource, validation: validation,
                duplicates: call.context.duplicateFields)
            call.context.warnings.add(warnings)
            var new = try call.resource.toStorage(patched)
            if call.resource.definition.isNamespaced {
                try SystemFields.checkNamespace(new["metadata"], key.namespace)
            }
            try checkName(new, key)
            try checkIdentity(&new, current, call, checksUID: false)
            return try finish(&new, old: old, current, call)
        }
    }
}
