import ApusAPI
import NIOCore

/// `/livez`, `/readyz` and `/healthz`, with `?verbose` and `?exclude=`, and a path for each check
/// (apiserver's `server/healthz`).
struct HealthPaths: PathHandler {
    struct Check: Sendable {
        let name: String
        /// Nil where all is well, else what is wrong.
        let failure: @Sendable () -> String?
    }

    /// By endpoint: `livez`, …
    let checks: [String: [Check]]
    let results: HealthResults

    func answer(to call: HTTPCall) -> PathAnswer? {
        let parts = call.info.path.split(separator: "/", maxSplits: 1)
        guard let endpoint = parts.first.map(String.init), let checks = checks[endpoint] else { return nil }
        if parts.count > 1 {
            guard let check = checks.first(where: { $0.name == parts[1] }) else { return nil }
            return one(check)
        }
        return all(checks, endpoint, call.query)
    }

    private func one(_ check: Check) -> PathAnswer {
        guard let failure = check.failure() else { return PathAnswer(text: "ok") }
        return PathAnswer(status: 500, text: "internal server error: \(failure)\n")
    }

    private func all(_ checks: [Check], _ endpoint: String, _ query: Query) -> PathAnswer {
        var excluded = Set(query.all("exclude"))
        var lines = ""
        var failed: [String] = []
        for check in checks {
            let failure = excluded.contains(check.name) ? nil : check.failure()
            if excluded.remove(check.name) != nil {
                lines += "[+]\(check.name) excluded: ok\n"
            } else if failure != nil {
                results.note(check.name, of: endpoint, isHealthy: false)
                failed.append(check.name)
                lines += "[-]\(check.name) failed: reason withheld\n"
            } else {
                results.note(check.name, of: endpoint, isHealthy: true)
                lines += "[+]\(check.name) ok\n"
            }
        }
        if !excluded.isEmpty {
            let names = excluded.sorted().map { GoText.quoted($0) }.joined(separator: ", ")
            lines += "warn: some health checks cannot be excluded: no matches for \(names)\n"
        }
        guard failed.isEmpty else {
            return PathAnswer(status: 500, text: lines + "\(endpoint) check failed\n")
        }
        guard query.all("verbose").isEmpty else { return PathAnswer(text: lines + "\(endpoint) check passed\n") }
        return PathAnswer(text: "ok")
    }
}
