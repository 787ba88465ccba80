extension EtcdClient {
    /// Whether every member has a version whose progress notifications are right; not where one does not answer.
    func tellsProgressRightly() async -> Bool {
        for channel in channels {
            do {
                let status = try await call(.status, EtcdStatusRequest(), at: channel, within: .seconds(5))
                guard ServerVersion(status.version)?.tellsProgressRightly == true else { return false }
            } catch {
                return false
            }
        }
        return true
    }
}
