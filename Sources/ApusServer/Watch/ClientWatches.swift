import ApusAPI
import Synchronization

/// How many watches each user holds open, so that one client cannot use up the server's memory.
final class ClientWatches: Sendable {
    private let limit: Int
    private let open = Mutex<[String: Int]>([:])

    /// - Parameter limit: 0: no limit.
    init(limit: Int) { self.limit = limit }

    /// 429 where `user` has too many; who is let in must `leave`.
    func enter(_ user: String) throws(StatusError) {
        let isOver = open.withLock { open in
            let count = open[user, default: 0]
            guard limit == 0 || count < limit else { return true }
            open[user] = count + 1
            return false
        }
        guard isOver else { return }
        throw .tooManyRequests(
            "user \(GoText.quoted(user)) has \(limit) watches open, which is the most that a client may have")
    }

    func leave(_ user: String) {
        open.withLock { open in
            let count = open[user, default: 0] - 1
            open[user] = count > 0 ? count : nil
        }
    }
}
