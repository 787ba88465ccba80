public import ApusJSON

extension Resource {
    // MARK: - Create

    /// Makes a decoded object ready to be created: system fields, generated name, no status, generation 1, and what the
    /// strategy does.
    ///
    /// - Throws: 400 where the object names another namespace than the request.
    public func prepareForCreate(
        _ object: inout JSONValue, namespace: String, uid: String, _ context: StrategyContext,
        random: inout some RandomNumberGenerator
    ) throws(StatusError) {
        try SystemFields.fill(
            &object["metadata"], namespace: namespace, isNamespaced: definition.isNamespaced, uid: uid,
            now: context.now, random: &random)
        if traits.separatesStatus, !traits.keepsStatusOnCreate { object["status"] = [:] }
        if traits.tracksGeneration { object["metadata"]["generation"] = 1 }
        strategy.prepareForCreate(&object, context)
        if traits.separatesStatus, !object["status"].isNull {
            definition.schema["status"]?.fillZeroes(&object["status"])
        }
    }

    /// Checks an object that `prepareForCreate` made ready.
    ///
    /// - Returns: What the client is warned of.
    /// - Throws: 422 with a cause for each field.
    public func validateCreate(_ object: JSONValue, _ context: StrategyContext) throws(StatusError) -> [String] {
        var errors = FieldErrors()
        MetadataRules.validate(
            object["metadata"], isNamespaced: definition.isNamespaced, nameRule: traits.nameRule, &errors)
        if knowsItsFinalizers { MetadataRules.validateStandardFinalizers(object["metadata"], &errors) }
        definition.schema.validateEnumerations(object, &errors)
        strategy.validate(object, context, &errors)
        guard errors.isEmpty else { throw invalid(object, errors) }
        return strategy.warnings(object, old: nil, context)
    }

    // MARK: - Update

    /// Makes a decoded object ready to replace `old`: keeps what this update may not touch, and raises the generation
    /// where the update changes more than metadata and status.
    ///
    /// - Throws: 400 where the object names another namespace than the request.
    public func prepareForUpdate(
        _ object: inout JSONValue, old: JSONValue, namespace: String, _ context: StrategyContext
    ) throws(StatusError) {
        try SystemFields.carryOver(
            &object["metadata"], old: old["metadata"], namespace: namespace, isNamespaced: definition.isNamespaced)
        if traits.separatesStatus {
            if context.subresource == "status" {
                keepAllButStatus(&object, old: old, traits)
            } else if context.subresource.isEmpty {
                if old["status"].isNull { object.remove("status") } else { object["status"] = old["status"] }
            }
        }
        strategy.prepareForUpdate(&object, old: old, context)
        if traits.tracksGeneration, context.subresource != "status",
            differsBeyondMetadata(object, old)
                || traits.annotationsRaiseGeneration
                    && object["metadata"]["annotations"] != old["metadata"]["annotations"]
        {
            object["metadata"]["generation"] = .int((old["metadata"]["generation"].int ?? 0) + 1)
        }
    }

    /// Checks an update that `prepareForUpdate` made ready.
    ///
    /// - Returns: What the client is warned of.
    /// - Throws: 422 with a cause for each field.
    public func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext
    ) throws(StatusError) -> [String] {
        var errors = FieldErrors()
        MetadataRules.validateUpdate(object["metadata"], old: old["metadata"], &errors)
        if knowsItsFinalizers { MetadataRules.validateStandardFinalizers(object["metadata"], &errors) }
        definition.schema.validateEnumerations(object, &errors)
        strategy.validateUpdate(object, old: old, context, &errors)
        guard errors.isEmpty else { throw invalid(object, errors) }
        return strategy.warnings(object, old: old, context)
    }

    // MARK: - Storing

    /// Encodes a valid object as it is stored.
    public func encode(_ object: JSONValue) -> EncodedObject {
        EncodedObject(object, selectable: definition.selectableFields)
    }

    /// The 422 for `errors` of `object`.
    public func invalid(_ object: JSONValue, _ errors: FieldErrors) -> StatusError {
        .invalid(
            group: definition.group, kind: definition.kind, name: object["metadata"]["name"].string ?? "", errors)
    }

    // MARK: - Parts

    private func keepAllButStatus(_ object: inout JSONValue, old: JSONValue, _ traits: StrategyTraits) {
        let status = object["status"]
        let metadata = object["metadata"]
        object = old
        if status.isNull { object.remove("status") } else { object["status"] = status }
        object["metadata"] = metadata
        if traits.statusKeepsMetadata {
            let kept = ["labels", "annotations", "ownerReferences", "finalizers", "deletionTimestamp", "generation"]
            return keep(kept, of: old, in: &object)
        }
        keep(traits.statusKeeps, of: old, in: &object)
    }

    private func keep(_ keys: some Sequence<String>, of old: JSONValue, in object: inout JSONValue) {
        for key in keys {
            if old["metadata"][key].isNull {
                object["metadata"].remove(key)
            } else {
                object["metadata"][key] = old["metadata"][key]
            }
        }
    }

    /// Whether a member other than metadata and status differs.
    private func differsBeyondMetadata(_ new: JSONValue, _ old: JSONValue) -> Bool {
        // Where the status is no part of its own it counts like any other field.
        let countsStatus = !definition.isBuiltIn && !strategy.traits.separatesStatus
        func isCounted(_ member: JSONObject.Member) -> Bool {
            switch member.key {
            case "metadata", "kind", "apiVersion": false
            case "status": countsStatus
            default: true
            }
        }
        guard let a = new.object, let b = old.object else { return new != old }
        return a.members.contains { isCounted($0) && b[$0.key] != $0.value }
            || b.members.contains { isCounted($0) && a[$0.key] == nil }
    }

    /// Whether finalizers without a domain must be ones of Kubernetes: upstream's extension servers, which serve their
    /// own definitions and custom resources, take any.
    private var knowsItsFinalizers: Bool {
        definition.isBuiltIn && !["apiextensions.k8s.io", "apiregistration.k8s.io"].contains(definition.group)
    }
}
