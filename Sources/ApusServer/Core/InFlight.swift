import Synchronization

/// How many requests are under way, for the metrics; the front end that knows is made after them.
final class InFlight: Sendable {
    private let frontEnd = Mutex<HTTPFrontEnd?>(nil)

    func set(_ frontEnd: HTTPFrontEnd) { self.frontEnd.withLock { $0 = frontEnd } }

    var counts: (reads: Int, writes: Int) { frontEnd.withLock { $0?.inFlight ?? (0, 0) } }
}
