import ApusAPI
import ApusJSON

/// `/version`: which level of the API this is.
struct VersionPath: PathHandler {
    let version: ServerVersion

    func answer(to call: HTTPCall) -> PathAnswer? {
        guard call.info.path == "/version" || call.info.path == "/version/" else { return nil }
        return PathAnswer(json: version.value)
    }
}

/// What the server says of itself (`version.Info`).
public struct ServerVersion: Sendable {
    public var major = "1"
    public var minor = "36"
    public var gitVersion = "v1.36.0+apus"
    public var gitCommit = ""
    public var buildDate = "1970-01-01T00:00:00Z"

    public init() {}

    var value: JSONValue {
        [
            "major": .string(major), "minor": .string(minor), "emulationMajor": .string(major),
            "emulationMinor": .string(minor), "minCompatibilityMajor": .string(major),
            "minCompatibilityMinor": "35", "gitVersion": .string(gitVersion), "gitCommit": .string(gitCommit),
            "gitTreeState": "clean", "buildDate": .string(buildDate), "goVersion": "none", "compiler": "swiftc",
            "platform": .string(ServerVersion.platform),
        ]
    }

    /// As metrics name it.
    var labels: [(String, String)] {
        [
            ("build_date", buildDate), ("compiler", "swiftc"), ("git_commit", gitCommit), ("git_tree_state", "clean"),
            ("git_version", gitVersion), ("go_version", "none"), ("major", major), ("minor", minor),
            ("platform", ServerVersion.platform),
        ]
    }

    private static var platform: String {
        #if arch(arm64)
            "linux/arm64"
        #else
            "linux/amd64"
        #endif
    }
}
