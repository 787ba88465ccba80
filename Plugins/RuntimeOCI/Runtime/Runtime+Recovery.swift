import CArchive
import CLinux
import FoundationEssentials
import Glibc

extension Runtime {
    /// Takes over what a former process left.
    func adopt(rebooted: Bool) {
        for var record in layout.loadSandboxes() {
            let lost =
                rebooted || record.pause?.isAlive == false || !record.pinned.allSatisfy { isPinned(record.id, $0) }
            if lost && record.ready {
                record.ready = false
                try? layout.save(record)
            }
            state.withLock { $0.sandboxes[record.id] = record }
        }
        for record in layout.loadContainers() {
            state.withLock { $0.containers[record.id] = record }
            adopt(record, rebooted: rebooted)
        }
        sweep()
    }

    private func adopt(_ record: ContainerRecord, rebooted: Bool) {
        let started = Files.exists("\(layout.container(record.id))/conmon.pid")
        if record.state == .CONTAINER_CREATED && started {
            // Cut off between creation and start: nobody can say how far it came.
            try? oci.delete(record.id)
            noteEnd(record.id, code: 128, message: "the start of the container was interrupted")
        } else if record.isRunning {
            if rebooted {
                noteEnd(record.id, code: 255, message: "the machine was restarted")
            } else if let conmon = record.conmon, watcher.watch(record.id, conmon),
                !Files.exists("\(layout.exits)/\(record.id)")
            {
                log.info("container \(record.id) goes on")
            } else {
                conmonGone(record.id)
            }
        }
    }

    /// Removes folders of creations that were cut off before there was a record.
    private func sweep() {
        let (sandboxes, containers) = state.withLock { (Set($0.sandboxes.keys), Set($0.containers.keys)) }
        for id in Files.names(in: layout.containers) where !containers.contains(id) { try? removeContainerFolder(id) }
        for id in Files.names(in: layout.sandboxes) where !sandboxes.contains(id) { try? removeSandboxFolder(id) }
    }

    // MARK: - Ends

    /// What the watcher saw.
    func ended(_ end: ExitWatcher.End) {
        switch end {
        case .exitFile(let id): noteExitFile(id)
        case .conmonGone(let id): conmonGone(id)
        }
    }

    /// Reads the exit file of a container that runs; false where there is none yet.
    @discardableResult
    func noteExitFile(_ id: String) -> Bool {
        let path = "\(layout.exits)/\(id)"
        var status = stat()
        guard stat(path, &status) == 0, let text = try? Files.text(path),
            let code = Files.number(in: text)
        else { return false }
        let time = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        // A container that is about to be noted as running looks for this file itself.
        guard (try? container(id).isRunning) == true else { return true }
        noteEnd(id, code: code, at: time)
        return true
    }

    /// conmon ended: with an exit file all is well; without one, what is left of the container has nobody to watch it.
    func conmonGone(_ id: String) {
        if noteExitFile(id) { return }
        guard let record = try? container(id), record.isRunning else { return }
        log.warning("container \(id): conmon ended without noting an exit code")
        record.process?.signal(SIGKILL)
        cgroups.killAll(record.cgroup)
        noteEnd(id, code: 255, message: "conmon ended without noting an exit code")
    }

    func noteEnd(_ id: String, code: Int32, at time: Int64? = nil, message: String = "") {
        guard let record = try? container(id), record.state != .CONTAINER_EXITED else { return }
        let folder = layout.container(id)
        let outOfMemory = Files.exists("\(folder)/oom") || Files.exists("\(folder)/persist/oom")
        if record.sharesProcesses { cgroups.killAll(record.cgroup) }
        watcher.forget(id)
        do {
            try update(id) {
                $0.end(code: code, at: time ?? Self.now(), outOfMemory: outOfMemory)
                $0.message = message
            }
        } catch {
            log.error("container \(id): \(error)")
        }
        emit(.CONTAINER_STOPPED_EVENT, id)
    }

    // MARK: - Events

    /// Tells the listeners of a change of a container.
    func emit(_ type: ContainerEventType, _ id: String) {
        guard events.hasListeners, let record = try? container(id) else { return }
        emit(type, record)
    }

    func emit(_ type: ContainerEventType, _ record: ContainerRecord) {
        guard events.hasListeners else { return }
        let (sandbox, containers) = state.withLock { state in
            (
                state.sandboxes[record.sandboxID]?.status,
                state.containers.values.filter { $0.sandboxID == record.sandboxID }.map(\.status)
            )
        }
        let event = ContainerEventResponse(
            containerId: record.id, containerEventType: type, createdAt: Self.now(), podSandboxStatus: sandbox,
            containersStatuses: containers)
        if let document = try? Documents.encode(event) { events.send(document) }
    }
}
