import ApusAPI
import ApusJSON
import ApusStore
import Synchronization

/// What a write costs, and the quotas as they are once they are charged with it.
struct QuotaCharge: Sendable {
    struct Put: Sendable {
        /// The quota that the sum was made from.
        let quota: APIObject
        let new: EncodedObject
    }

    let admission: ResourceQuotaAdmission
    let cache: ResourceCache
    fileprivate let object: JSONValue
    fileprivate let request: AdmissionRequest
    fileprivate let puts: [Put]

    init(
        admission: ResourceQuotaAdmission, cache: ResourceCache, object: JSONValue, request: AdmissionRequest,
        puts: [Put]
    ) {
        self.admission = admission
        self.cache = cache
        self.object = object
        self.request = request
        self.puts = puts
    }

    var namespace: String { request.namespace }

    var compares: [Transaction.Compare] {
        puts.map { .modRevision(key: cache.storeKey(ObjectKey($0.quota)), $0.quota.revision) }
    }

    var operations: [Transaction.Operation] {
        puts.map { .put(key: cache.storeKey(ObjectKey($0.quota)), value: $0.new.bytes, attachment: $0.new) }
    }

    /// The same write charged to the quotas as they are now; nil where none counts it any more.
    ///
    /// - Parameter newer: quotas that are known to be newer than what the cache holds.
    func renewed(_ newer: [APIObject] = []) throws(StatusError) -> QuotaCharge? {
        var quotas = admission.current(namespace)
        for object in newer {
            guard let index = quotas.firstIndex(where: { $0.name == object.name }) else { continue }
            if quotas[index].revision < object.revision { quotas[index] = object }
        }
        return try admission.charge(object, request, quotas: quotas)
    }
}

/// The charged writes of each namespace one after the other: two at a time would only make each other begin again.
final class QuotaLanes: Sendable {
    /// Does its work and then calls `finish`, at once or later.
    typealias Job = @Sendable (_ finish: @escaping @Sendable () -> Void) -> Void

    /// A namespace is in here while a job of it runs.
    private let waiting = Mutex<[String: [Job]]>([:])

    func run(in namespace: String, _ job: @escaping Job) {
        let isFree = waiting.withLock { waiting in
            if waiting[namespace] != nil {
                waiting[namespace]?.append(job)
                return false
            }
            waiting[namespace] = []
            return true
        }
        if isFree { work(job, namespace) }
    }

    /// Runs jobs until one finishes later. Those that finish at once are taken in a loop, not one inside the other.
    private func work(_ first: @escaping Job, _ namespace: String) {
        var job: Job? = first
        while let current = job {
            let turn = Turn()
            current {
                if turn.finished() { self.next(namespace) }
            }
            guard turn.returned() else { return }
            job = take(namespace)
        }
    }

    private func next(_ namespace: String) { if let job = take(namespace) { work(job, namespace) } }

    private func take(_ namespace: String) -> Job? {
        waiting.withLock { waiting in
            guard let jobs = waiting[namespace], !jobs.isEmpty else {
                waiting[namespace] = nil
                return nil
            }
            return waiting[namespace]?.removeFirst()
        }
    }

    /// Which comes first: that a job calls `finish`, or that it returns.
    private final class Turn: Sendable {
        private let isOver = Atomic(false)

        /// True: the job has returned, and the next is to be begun by whoever finishes it.
        func finished() -> Bool { isOver.exchange(true, ordering: .acquiringAndReleasing) }

        /// True: the job has finished already.
        func returned() -> Bool { isOver.exchange(true, ordering: .acquiringAndReleasing) }
    }
}
