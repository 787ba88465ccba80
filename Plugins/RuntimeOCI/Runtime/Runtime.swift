import CArchive
import CLinux
import FoundationEssentials
import Glibc

/// The container runtime: sandboxes and containers of one data folder. Calls come on any thread and block.
///
/// All that must survive is on disk before it is acted on: a new instance adopts what a killed one left.
final class Runtime: Sendable {
    let configuration: Configuration
    let layout: Layout
    let images: ImageStore
    let network: PodNetwork
    let conmon: Conmon
    let cgroups: Cgroups
    let log: Log
    let watcher: ExitWatcher
    let events = EventStream()
    let state: Monitor<State>
    let availableCapabilities: [String]
    let oomScoreAdj: Int64
    /// Only one process may run containers on a data folder.
    private let instanceLock: Descriptor

    var oci: OCIRuntime { conmon.runtime }

    struct State {
        var sandboxes: [String: SandboxRecord] = [:]
        var containers: [String: ContainerRecord] = [:]
        /// Containers and sandboxes that a call is changing: another one waits.
        var busy: Set<String> = []
        var podCIDR: String?
        var hostPrepared = false
        var networkWarnings: [String] = []
    }

    init(_ configuration: Configuration, images: ImageStore, log: Log) throws {
        self.configuration = configuration
        self.images = images
        self.log = log
        layout = Layout(root: configuration.dataDir)
        try layout.makeDirectories()
        instanceLock = try Self.lock(layout.lock)
        let bootID =
            try Files.text("/proc/sys/kernel/random/boot_id").split(separator: "\n").first.map(String.init) ?? ""
        let rebooted = (try? Files.text(layout.bootID)) != bootID
        if rebooted {
            // The runtime's notes of containers that the reboot ended would only be in the way.
            try Files.removeTree(layout.oci)
            try layout.makeDirectories()
        }
        let oci = try OCIRuntime.choose(configuration.runtime ?? "auto", layout, bootID: bootID) { log.info($0) }
        guard let conmonPath = OCIRuntime.find(configuration.conmon ?? "conmon") else {
            throw RuntimeError(.failedPrecondition, "conmon: \(configuration.conmon ?? "not installed")")
        }
        conmon = Conmon(path: conmonPath, runtime: oci, layout: layout)
        network = PodNetwork(configuration)
        cgroups = Cgroups()
        (availableCapabilities, oomScoreAdj) = Self.own()
        watcher = try ExitWatcher(directory: layout.exits)
        state = Monitor(State())
        try Files.replace(layout.bootID, with: Array(bootID.utf8))
        try watcher.start { [weak self] end in self?.ended(end) }
        adopt(rebooted: rebooted)
    }

    /// Ends threads and streams; containers go on.
    func close() {
        events.cancel()
        watcher.stop()
    }

    private static func lock(_ path: String) throws -> Descriptor {
        let file = try Descriptor(path, O_RDWR | O_CREAT)
        guard flock(file.number, LOCK_EX | LOCK_NB) == 0 else {
            throw RuntimeError(.failedPrecondition, "\(path): another process runs containers on this data folder")
        }
        return file
    }

    /// What this process may hand on to containers.
    private static func own() -> ([String], Int64) {
        let status = (try? Files.text("/proc/self/status")) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("CapEff:") }
        let mask = line.flatMap { UInt64($0.split(whereSeparator: \.isWhitespace).last ?? "", radix: 16) } ?? 0
        let score = (try? Files.text("/proc/self/oom_score_adj")).flatMap(Files.number)
        return (CapabilitySet.names(mask: mask), Int64(score ?? 0))
    }

    static func now() -> Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    static func freshID() -> String { Digest.hex((0..<32).map { _ in UInt8.random(in: 0 ... .max) }) }

    // MARK: - Access

    /// The whole id for an id or an unambiguous beginning of one.
    private func match(_ given: String?, _ ids: some Collection<String>, _ kind: String) throws -> String {
        guard let given, !given.isEmpty else { throw RuntimeError.invalid("\(kind)Id: Required value") }
        if ids.contains(given) { return given }
        let matching = ids.filter { $0.hasPrefix(given) }
        guard let only = matching.first, matching.count == 1 else {
            throw RuntimeError.notFound("\(kind) with id \"\(given)\" not found")
        }
        return only
    }

    func sandbox(_ id: String?) throws -> SandboxRecord {
        try state.withLock { state in
            let id = try match(id, state.sandboxes.keys, "podSandbox")
            guard let record = state.sandboxes[id] else {
                throw RuntimeError.notFound("podSandbox with id \"\(id)\" not found")
            }
            return record
        }
    }

    func container(_ id: String?) throws -> ContainerRecord {
        try state.withLock { state in
            let id = try match(id, state.containers.keys, "container")
            guard let record = state.containers[id] else {
                throw RuntimeError.notFound("container with id \"\(id)\" not found")
            }
            return record
        }
    }

    /// Changes a container's record, in memory and on disk.
    func update(_ id: String, _ change: (inout ContainerRecord) -> Void) throws {
        try state.withLock { state in
            guard var record = state.containers[id] else { return }
            change(&record)
            state.containers[id] = record
            try layout.save(record)
        }
    }

    /// Runs a change of one container or sandbox alone.
    func exclusively<Result>(_ id: String, _ body: () throws -> Result) rethrows -> Result {
        var taken = false
        while !taken {
            _ = state.wait { !$0.busy.contains(id) }
            taken = state.withLock { $0.busy.insert(id).inserted }
        }
        defer { state.withLock { _ = $0.busy.remove(id) } }
        return try body()
    }
}
