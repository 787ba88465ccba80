import ApusAPI
public import ApusJSON

/// Which admission plugins run, and how they are set up. The names are kube-apiserver's.
public struct AdmissionOptions: Sendable {
    /// What is wrong with the options, in one line.
    public struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    /// The plugins that run, in the order in which they are asked.
    let plugins: [String]
    let podSecurity: PodSecurityConfiguration
    let limitedResources: [LimitedResource]
    /// How long Pods stay on a node that is not ready (`--default-not-ready-toleration-seconds`).
    public var notReadyTolerationSeconds: Int64 = 300
    /// How long Pods stay on a node that cannot be reached (`--default-unreachable-toleration-seconds`).
    public var unreachableTolerationSeconds: Int64 = 300

    /// The plugins that upstream has on by default, with their own defaults.
    public init() {
        plugins = AdmissionOrder.offered.filter { AdmissionOrder.isOnByDefault($0) }
        podSecurity = PodSecurityConfiguration()
        limitedResources = []
    }

    /// - Parameters:
    ///   - enabled: plugins beside the default ones (`--enable-admission-plugins`).
    ///   - disabled: plugins that do not run (`--disable-admission-plugins`).
    ///   - configuration: an `AdmissionConfiguration`; null: none.
    ///   - directory: where the files lie that it names.
    public init(
        enabled: [String] = [], disabled: [String] = [], configuration: JSONValue = .null, directory: String = "."
    ) throws(Problem) {
        for (flag, names) in [("enable-admission-plugins", enabled), ("disable-admission-plugins", disabled)] {
            for name in names where !AdmissionOrder.names.contains(name) {
                throw Problem(description: "--\(flag): plugin \(GoText.quoted(name)) is unknown")
            }
        }
        let both = enabled.filter(disabled.contains)
        guard both.isEmpty else {
            throw Problem(
                description: "\(GoText.list(both)) in enable-admission-plugins and disable-admission-plugins overlapped"
            )
        }
        if let name = enabled.first(where: { !AdmissionOrder.offered.contains($0) }) {
            throw Problem(description: "--enable-admission-plugins: Apus has no plugin \(GoText.quoted(name))")
        }
        plugins = AdmissionOrder.offered.filter {
            enabled.contains($0) || AdmissionOrder.isOnByDefault($0) && !disabled.contains($0)
        }
        let file = try AdmissionConfigurationFile(configuration, directory: directory)
        if let value = file.configuration(of: "PodSecurity") {
            podSecurity = try PodSecurityConfiguration(reading: value)
        } else {
            podSecurity = PodSecurityConfiguration()
        }
        if let value = file.configuration(of: "ResourceQuota") {
            limitedResources = try LimitedResource.list(reading: value)
        } else {
            limitedResources = []
        }
    }

    /// The options with the configuration in a file (`--admission-control-config-file`), YAML or JSON.
    public init(enabled: [String], disabled: [String], file: String) throws(Problem) {
        let directory = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        let value = try AdmissionConfigurationFile.read(file)
        try self.init(enabled: enabled, disabled: disabled, configuration: value, directory: directory)
    }
}

/// `AdmissionConfiguration` of `apiserver.config.k8s.io/v1`: what each plugin is configured with, in place or in a file of
/// its own.
struct AdmissionConfigurationFile {
    private var plugins: [String: JSONValue] = [:]

    init(_ value: JSONValue, directory: String) throws(AdmissionOptions.Problem) {
        guard !value.isNull else { return }
        guard value["kind"].string == "AdmissionConfiguration",
            value["apiVersion"].string?.hasPrefix("apiserver.config.k8s.io/") == true
                || value["apiVersion"].string?.hasPrefix("apiserver.k8s.io/") == true
        else {
            throw AdmissionOptions.Problem(
                description: "--admission-control-config-file: no kind \(GoText.quoted(value["kind"].string ?? "")) is "
                    + "registered for version \(GoText.quoted(value["apiVersion"].string ?? ""))")
        }
        for plugin in value["plugins"].elements {
            let name = plugin["name"].string ?? ""
            guard AdmissionOrder.names.contains(name) else {
                throw AdmissionOptions.Problem(
                    description: "--admission-control-config-file: plugin \(GoText.quoted(name)) is unknown")
            }
            if plugin["configuration"].object != nil {
                plugins[name] = plugin["configuration"]
            } else if let path = plugin["path"].string, !path.isEmpty {
                plugins[name] = try Self.read(path.hasPrefix("/") ? path : "\(directory)/\(path)")
            }
        }
    }

    func configuration(of plugin: String) -> JSONValue? { plugins[plugin] }

    static func read(_ path: String) throws(AdmissionOptions.Problem) -> JSONValue {
        let flag = "--admission-control-config-file"
        do {
            guard let text = try SecretFile.read(path) else {
                throw AdmissionOptions.Problem(description: "\(flag): open \(path): no such file or directory")
            }
            return try YAML.parse(text).value
        } catch let problem as AdmissionOptions.Problem {
            throw problem
        } catch {
            throw AdmissionOptions.Problem(description: "\(flag): \(path): \(error)")
        }
    }
}
