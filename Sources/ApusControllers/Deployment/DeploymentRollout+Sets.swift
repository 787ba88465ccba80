import ApusAPI
import ApusClient
import ApusJSON

/// What a rollout writes to ReplicaSets.
extension DeploymentRollout {
    private var client: APIClient { context.client }

    /// Brings the new ReplicaSet's revision and annotations up to date; makes it if it is missing and `create` says so.
    ///
    /// Returns false where there is none after that.
    mutating func updateNew(create: Bool) async throws -> Bool {
        let revision = (old.map(\.revision).max() ?? 0) + 1
        guard let index = newIndex else { return create ? try await createNew(revision: revision) : false }
        var set = all[index].value
        annotate(&set, revision: revision, isNew: false)
        let minReady = deployment["spec"]["minReadySeconds"].int ?? 0
        if set["spec"]["minReadySeconds"].int ?? 0 != minReady {
            set["spec"].set("minReadySeconds", unlessZero: minReady)
        }
        if set != all[index].value {
            all[index].value = try await client.update(Resources.replicaSets, set).decoded()
            return true
        }
        var changed = deployment
        changed["metadata"]["annotations"][ReplicaSet.revisionAnnotation] = .string(String(all[index].revision))
        if changed["metadata"] != deployment["metadata"] {
            deployment = try await client.update(Resources.deployments, changed).decoded()
        }
        if deadline != nil, progressing == nil {
            setProgress("True", "FoundNewReplicaSet", "Found new replica set \"\(all[index].name)\"")
            try await writeStatus()
        }
        return true
    }

    private mutating func createNew(revision: Int64) async throws -> Bool {
        let template = deployment["spec"]["template"]
        let collisions = deployment["status"]["collisionCount"].int
        let hash = TemplateHash.compute(template, collisions: collisions)
        var set: JSONValue = [
            "apiVersion": "apps/v1", "kind": "ReplicaSet",
            "metadata": [
                "name": .string("\(deployment.name)-\(hash)"), "namespace": .string(deployment.namespace),
                "ownerReferences": [OwnerReference.controller(Kinds.deployment, deployment).value],
            ],
            "spec": ["selector": deployment["spec"]["selector"], "template": template],
        ]
        set["metadata"]["labels"] = template["metadata"]["labels"]
        set["metadata"]["labels"][ReplicaSet.hashLabel] = .string(hash)
        set["spec"]["selector"]["matchLabels"][ReplicaSet.hashLabel] = .string(hash)
        set["spec"]["template"]["metadata"]["labels"][ReplicaSet.hashLabel] = .string(hash)
        set["spec"].set("minReadySeconds", unlessZero: deployment["spec"]["minReadySeconds"].int ?? 0)
        let size = numbers.newSize(0, all: all)
        set["spec"]["replicas"] = .int(size)
        annotate(&set, revision: revision, isNew: true)
        let created: ReplicaSet
        do throws(StatusError) {
            created = ReplicaSet(try await client.create(Resources.replicaSets, set).decoded())
        } catch  where error.reason == .alreadyExists {
            try await settleCollision(set.name)
            return false
        } catch  where error.isNamespaceTerminating {
            return false
        } catch {
            let message = "Failed to create new replica set \"\(set.name)\": \(error.message)"
            if deadline != nil {
                setProgress("False", "ReplicaSetCreateError", message)
                try await writeStatus()
            }
            context.events.record(about, .warning, reason: "ReplicaSetCreateError", message: message)
            throw error
        }
        all.append(created)
        if size > 0 {
            context.events.record(
                about, .normal, reason: "ScalingReplicaSet",
                message: "Scaled up replica set \(created.name) from 0 to \(size)")
        }
        var changed = deployment
        changed["metadata"]["annotations"][ReplicaSet.revisionAnnotation] = .string(String(revision))
        if changed["metadata"] != deployment["metadata"] {
            deployment = try await client.update(Resources.deployments, changed).decoded()
        }
        if deadline != nil {
            setProgress("True", "NewReplicaSetCreated", "Created new replica set \"\(created.name)\"")
            try await writeStatus()
        }
        return true
    }

    /// The name is taken: by this very ReplicaSet, which the cache does not show yet, or by another whose hash is the
    /// same, and then the next try hashes differently.
    private mutating func settleCollision(_ name: String) async throws {
        let existing = try await client.get(Resources.replicaSets, namespace: deployment.namespace, name: name)
            .decoded()
        if existing.controllerReference?.uid == deployment.uid,
            ReplicaSet(existing).hasTemplate(deployment["spec"]["template"])
        {
            queue.add(deployment.key, after: .milliseconds(50))
            return
        }
        let count = deployment["status"]["collisionCount"].int ?? 0
        deployment["status"]["collisionCount"] = .int(count + 1)
        try await writeStatus()
        throw StatusError.alreadyExists(Resources.replicaSets, name)
    }

    /// Sets what a Deployment tells its ReplicaSet by annotations (`SetNewReplicaSetAnnotations`).
    private func annotate(_ set: inout JSONValue, revision: Int64, isNew: Bool) {
        let own = [
            "kubectl.kubernetes.io/last-applied-configuration", ReplicaSet.revisionAnnotation,
            ReplicaSet.historyAnnotation, ReplicaSet.desiredAnnotation, ReplicaSet.maxAnnotation,
            "deprecated.deployment.rollback.to",
        ]
        for (name, text) in deployment.annotations where !own.contains(name) {
            set["metadata"]["annotations"][name] = .string(text)
        }
        let known = set.annotations[ReplicaSet.revisionAnnotation]
        if (known.flatMap { Int64($0) } ?? 0) < revision {
            set["metadata"]["annotations"][ReplicaSet.revisionAnnotation] = .string(String(revision))
            // A ReplicaSet that comes back after a rollback remembers the revisions it was.
            if let known, !isNew {
                let history = set.annotations[ReplicaSet.historyAnnotation]
                set["metadata"]["annotations"][ReplicaSet.historyAnnotation] =
                    .string(history.map { $0.isEmpty ? known : "\($0),\(known)" } ?? known)
            }
        }
        if isNew { annotateSize(&set) }
    }

    private func annotateSize(_ set: inout JSONValue) {
        set["metadata"]["annotations"][ReplicaSet.desiredAnnotation] = .string(String(numbers.wanted))
        set["metadata"]["annotations"][ReplicaSet.maxAnnotation] = .string(String(numbers.wanted + numbers.maxSurge))
    }

    /// Gives a ReplicaSet its size, and the annotations that say for which size of the Deployment that is.
    ///
    /// Returns whether the size changed.
    mutating func scale(_ set: ReplicaSet, to size: Int64) async throws -> Bool {
        var value = set.value
        value["spec"]["replicas"] = .int(size)
        annotateSize(&value)
        guard value != set.value else { return false }
        let stored = ReplicaSet(try await client.update(Resources.replicaSets, value).decoded())
        if let index = all.firstIndex(where: { $0.value.uid == stored.value.uid }) { all[index] = stored }
        guard size != set.size else { return false }
        context.events.record(
            about, .normal, reason: "ScalingReplicaSet",
            message: "Scaled \(size > set.size ? "up" : "down") replica set \(set.name) from \(set.size) to \(size)")
        return true
    }

    /// Deletes the oldest ReplicaSets beyond `spec.revisionHistoryLimit`.
    mutating func cleanUp() async throws {
        guard let limit = deployment["spec"]["revisionHistoryLimit"].int, limit != Int64(Int32.max) else { return }
        let candidates = old.filter { !$0.value.isBeingDeleted }
        let surplus = candidates.count - Int(limit)
        guard surplus > 0 else { return }
        for set in candidates.sorted(by: ReplicaSet.byRevision).prefix(surplus) {
            let observed = set.value["status"]["observedGeneration"].int ?? 0
            guard set.replicas == 0, set.size == 0, set.value.generation <= observed else { continue }
            try await client.deleteIfPresent(Resources.replicaSets, namespace: deployment.namespace, name: set.name)
        }
    }
}
