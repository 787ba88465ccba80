public import ApusAPI
import ApusJSON
public import Logging

/// Leadership was not renewed in time: somebody else may lead, so the work was stopped.
public struct LeadershipLost: Error, CustomStringConvertible {
    public var lease: String
    public var description: String { "leaderelection lost: failed to renew lease \(lease)" }
}

/// Lets one of several processes work, by a Lease (coordination.k8s.io/v1) that it renews
/// (client-go's `tools/leaderelection`).
///
/// Clocks of different machines are not compared: what counts is for how long this process saw no renewal.
public struct LeaderElection: Sendable {
    public var namespace: String
    public var name: String
    /// Tells this process from all others; upstream's is `<host>_<uuid>`.
    public var identity: String
    /// How long the others wait for a renewal before they take over.
    public var leaseDuration: Duration = .seconds(15)
    /// After that long without success the leader gives up.
    public var renewDeadline: Duration = .seconds(10)
    public var retryPeriod: Duration = .seconds(2)
    /// Whether a leader that is cancelled gives the lease up, so that the next need not wait for it to run out.
    public var releaseOnCancel = true
    let client: APIClient
    let time: TimeSource
    let logger: Logger

    public init(
        namespace: String = "kube-system", name: String, identity: String, transport: any APITransport,
        time: TimeSource = .system, logger: Logger
    ) {
        self.namespace = namespace
        self.name = name
        self.identity = identity
        self.client = APIClient(transport)
        self.time = time
        self.logger = logger
    }

    /// Waits for leadership, then runs `work` for as long as it lasts.
    ///
    /// Returns when `work` does or the task is cancelled. Throws `LeadershipLost`, after `work` was cancelled and came
    /// back; what `work` throws; `CancellationError` when cancelled before leadership.
    public func run(_ work: @escaping @Sendable () async throws -> Void) async throws {
        var record = LeaseRecord(election: self)
        try await acquire(&record)
        logger.info("successfully acquired lease \(namespace)/\(name)")
        let acquired = record
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await work() }
                group.addTask { try await renew(acquired) }
                defer { group.cancelAll() }
                try await group.next()
            }
        } catch is CancellationError where Task.isCancelled {
            // The work was asked to stop and did.
        } catch let lost as LeadershipLost {
            throw lost
        } catch {
            await release()
            throw error
        }
        await release()
    }

    private func acquire(_ record: inout LeaseRecord) async throws {
        logger.info("attempting to acquire leader lease \(namespace)/\(name)...")
        while true {
            try Task.checkCancellation()
            do {
                if try await record.tryAcquireOrRenew() { return }
            } catch {
                logger.warning("error retrieving or updating lease \(namespace)/\(name): \(error)")
            }
            try await time.sleep(for: retryPeriod.jittered(1.2))
        }
    }

    private func renew(_ acquired: LeaseRecord) async throws {
        var record = acquired
        var lastSuccess = time.elapsed
        while true {
            try await time.sleep(for: retryPeriod)
            do {
                if try await record.tryAcquireOrRenew() {
                    lastSuccess = time.elapsed
                    continue
                }
            } catch {
                logger.warning("failed to renew lease \(namespace)/\(name): \(error)")
            }
            try Task.checkCancellation()
            if time.elapsed - lastSuccess >= renewDeadline { throw LeadershipLost(lease: "\(namespace)/\(name)") }
        }
    }

    /// Gives the lease up; runs to its end although the task may be cancelled.
    private func release() async {
        guard releaseOnCancel else { return }
        await Task {
            do {
                try await client.modify(LeaseRecord.leases, namespace: namespace, name: name) { lease in
                    guard lease["spec"]["holderIdentity"].string == identity else { return false }
                    lease["spec"]["holderIdentity"] = ""
                    lease["spec"]["leaseDurationSeconds"] = 1
                    lease["spec"]["renewTime"] = .string(time.now.rfc3339Micro)
                    lease["spec"]["acquireTime"] = .string(time.now.rfc3339Micro)
                    return true
                }
            } catch {
                logger.warning("failed to release lease \(namespace)/\(name): \(error)")
            }
        }.value
    }
}
