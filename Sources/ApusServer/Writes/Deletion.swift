import ApusAPI
import ApusJSON

/// What a deletion does to an object: takes it away, or marks it and leaves the rest to those that hold it
/// (apiserver's `registry/rest/delete.go` and `registry/generic/registry/store.go`).
struct Deletion: Sendable {
    enum Effect {
        /// The object goes.
        case delete(JSONValue)
        /// It stays, changed: a grace period runs, or finalizers hold it.
        case mark(JSONValue)
        /// It is being deleted already.
        case nothing
    }

    let options: DeleteOptions
    let resource: Resource
    let now: Timestamp

    func effect(on object: JSONValue) -> Effect {
        if resource.definition.resource == "namespaces", resource.definition.group.isEmpty {
            return effect(onNamespace: object)
        }
        if resource.definition.resource == "customresourcedefinitions",
            object["metadata"]["deletionTimestamp"].isNull
        {
            return .mark(markedDefinition(object))
        }
        var object = object
        let grace = applyGracePeriod(&object)
        if grace == .pending { return .nothing }
        let finalizersChanged = setPropagationFinalizers(&object)
        let isHeld = !object["metadata"]["finalizers"].elements.isEmpty
        switch grace {
        case .begun(let seconds) where isHeld || seconds > 0: return .mark(object)
        case .begun: return .delete(object)
        case .none, .pending:
            guard isHeld else { return .delete(object) }
            let isMarked = !object["metadata"]["deletionTimestamp"].isNull
            guard mark(&object) || finalizersChanged || !isMarked else { return .nothing }
            return .mark(object)
        }
    }

    // MARK: - Grace periods

    private enum Grace: Equatable {
        /// The kind knows no grace period, or it has run out.
        case none
        case begun(Int64)
        /// It runs, and is not to be made shorter.
        case pending
    }

    private func applyGracePeriod(_ object: inout JSONValue) -> Grace {
        guard resource.traits.isGracefullyDeleted else { return .none }
        if let deletion = object["metadata"]["deletionTimestamp"].string {
            guard let current = object["metadata"]["deletionGracePeriodSeconds"].int, current != 0 else { return .none }
            // A running grace period can only be made shorter.
            guard let wanted = options.gracePeriodSeconds, wanted < current,
                let end = Timestamp(rfc3339: deletion)
            else { return .pending }
            // What has run out already gets the shortest period that still leaves the end to who shuts it down.
            let newEnd = end.seconds - current + wanted
            let isOver = newEnd < now.seconds
            object["metadata"]["deletionTimestamp"] = .string(Timestamp(seconds: max(newEnd, now.seconds)).rfc3339)
            object["metadata"]["deletionGracePeriodSeconds"] = .int(isOver && wanted != 0 ? 1 : wanted)
            return .begun(wanted)
        }
        guard let seconds = resource.strategy.deletionGracePeriod(object, requested: options.gracePeriodSeconds) else {
            return .none
        }
        object["metadata"]["deletionTimestamp"] = .string(Timestamp(seconds: now.seconds + seconds).rfc3339)
        object["metadata"]["deletionGracePeriodSeconds"] = .int(seconds)
        raiseGeneration(&object)
        return .begun(seconds)
    }

    /// Marks an object that finalizers hold; false where it was marked before.
    private func mark(_ object: inout JSONValue) -> Bool {
        let isNew = object["metadata"]["deletionTimestamp"].isNull
        if isNew {
            object["metadata"]["deletionTimestamp"] = .string(now.rfc3339)
            raiseGeneration(&object)
        }
        guard isNew || object["metadata"]["deletionGracePeriodSeconds"].int != 0 else { return false }
        object["metadata"]["deletionGracePeriodSeconds"] = 0
        return true
    }

    private func raiseGeneration(_ object: inout JSONValue) {
        guard let generation = object["metadata"]["generation"].int, generation > 0 else { return }
        object["metadata"]["generation"] = .int(generation + 1)
    }

    // MARK: - Dependents

    private static let orphan = "orphan"
    private static let foreground = "foregroundDeletion"

    /// Puts in the finalizer that tells the garbage collector what to do with dependents; whether anything changed.
    private func setPropagationFinalizers(_ object: inout JSONValue) -> Bool {
        let old = object["metadata"]["finalizers"].elements.compactMap(\.string)
        let default_ = resource.traits.defaultPropagation
        guard default_ != .unsupported else { return false }
        let propagation: DeleteOptions.Propagation
        if let wanted = options.propagation {
            propagation = wanted
        } else if old.contains(Deletion.orphan) {
            propagation = .orphan
        } else if old.contains(Deletion.foreground) {
            propagation = .foreground
        } else {
            propagation = default_ == .orphan ? .orphan : .background
        }
        var new = old.filter { $0 != Deletion.orphan && $0 != Deletion.foreground }
        switch propagation {
        case .orphan: new.append(Deletion.orphan)
        case .foreground: new.append(Deletion.foreground)
        case .background: break
        }
        guard Set(new) != Set(old) else { return false }
        if new.isEmpty {
            object["metadata"].remove("finalizers")
        } else {
            object["metadata"]["finalizers"] = .array(new.map(JSONValue.string))
        }
        return true
    }

    // MARK: - CustomResourceDefinitions

    /// A definition goes when its objects are gone (`registry/customresourcedefinition/etcd.go`).
    private func markedDefinition(_ definition: JSONValue) -> JSONValue {
        var definition = definition
        _ = setPropagationFinalizers(&definition)
        definition["metadata"]["deletionTimestamp"] = .string(now.rfc3339)
        definition["metadata"]["deletionGracePeriodSeconds"] = 0
        raiseGeneration(&definition)
        let finalizers = definition["metadata"]["finalizers"].elements
        if !finalizers.contains(.string(DefinitionStatus.finalizer)) {
            definition["metadata"]["finalizers"] = .array(finalizers + [.string(DefinitionStatus.finalizer)])
        }
        var status = DefinitionStatus(of: definition, now: now)
        status.set(
            DefinitionStatus.Condition(
                type: "Terminating", status: "True", reason: "InstanceDeletionPending",
                message: "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon"))
        definition["status"] = status.value
        return definition
    }

    // MARK: - Namespaces

    /// A namespace is only marked: it goes when its content is gone (`registry/core/namespace/storage`).
    private func effect(onNamespace namespace: JSONValue) -> Effect {
        var namespace = namespace
        let isFirst = namespace["metadata"]["deletionTimestamp"].isNull
        if isFirst {
            namespace["metadata"]["deletionTimestamp"] = .string(now.rfc3339)
            namespace["status"]["phase"] = "Terminating"
            _ = setPropagationFinalizers(&namespace)
            return .mark(namespace)
        }
        let isHeld =
            !namespace["spec"]["finalizers"].elements.isEmpty || !namespace["metadata"]["finalizers"].elements.isEmpty
        return isHeld ? .nothing : .delete(namespace)
    }
}
