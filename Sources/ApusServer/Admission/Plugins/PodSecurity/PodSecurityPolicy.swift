import ApusAPI
import ApusJSON

/// How strict a policy is (Kubernetes documentation, "Pod Security Standards").
enum PodSecurityLevel: String, Sendable, CaseIterable, Comparable {
    case privileged, baseline, restricted

    private var strictness: Int {
        switch self {
        case .privileged: 0
        case .baseline: 1
        case .restricted: 2
        }
    }

    static func < (a: PodSecurityLevel, b: PodSecurityLevel) -> Bool { a.strictness < b.strictness }
}

/// Which version of Kubernetes a policy is meant as of.
enum PodSecurityVersion: Sendable, Hashable, CustomStringConvertible {
    case latest
    /// 1.`minor`.
    case minor(Int)

    /// `latest` or `v1.x`; nil for anything else.
    init?(_ text: String) {
        if text == "latest" {
            self = .latest
            return
        }
        let digits = text.dropFirst(3)
        guard text.hasPrefix("v1."), !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            digits == "0" || digits.first != "0", let minor = Int(digits)
        else { return nil }
        self = .minor(minor)
    }

    /// Whether what came with 1.`minor` is part of it.
    func includes(_ minor: Int) -> Bool {
        switch self {
        case .latest: true
        case .minor(let own): own >= minor
        }
    }

    var description: String {
        switch self {
        case .latest: "latest"
        case .minor(let minor): "v1.\(minor)"
        }
    }
}

/// What is enforced, recorded and warned of in a namespace.
struct PodSecurityPolicy: Sendable, Equatable {
    struct Standard: Sendable, Hashable, CustomStringConvertible {
        var level = PodSecurityLevel.privileged
        var version = PodSecurityVersion.latest

        var description: String { "\(level.rawValue):\(version)" }
    }

    var enforce = Standard()
    var audit = Standard()
    var warn = Standard()

    var isPrivileged: Bool { [enforce, audit, warn].allSatisfy { $0.level == .privileged } }
}

extension PodSecurityPolicy {
    private static let prefix = "pod-security.kubernetes.io/"
    private static let levels = "must be one of " + PodSecurityLevel.allCases.map(\.rawValue).joined(separator: ", ")
    private static let versions = "must be \"latest\" or \"v1.x\""

    /// The same for labels that were checked when they were written.
    init(labels: JSONValue, defaults: PodSecurityPolicy) {
        var errors = FieldErrors()
        self.init(labels: labels, defaults: defaults, &errors)
    }

    /// The policy that a namespace's labels ask for. What cannot be read is reported, enforced as strictly as can be, and
    /// not warned of.
    init(labels: JSONValue, defaults: PodSecurityPolicy, _ errors: inout FieldErrors) {
        self = defaults
        guard let object = labels.object, !object.isEmpty else { return }
        let modes: [(String, WritableKeyPath<PodSecurityPolicy, Standard>)] = [
            ("enforce", \.enforce), ("audit", \.audit), ("warn", \.warn),
        ]
        for (mode, path) in modes {
            let label = Self.prefix + mode
            if let text = labels[label].string {
                if let level = PodSecurityLevel(rawValue: text) {
                    self[keyPath: path].level = level
                } else {
                    self[keyPath: path].level = mode == "enforce" ? .restricted : .privileged
                    errors.invalid(FieldPath("metadata")["labels"].key(label), .string(text), Self.levels)
                }
            }
            if let text = labels[label + "-version"].string {
                if let version = PodSecurityVersion(text) {
                    self[keyPath: path].version = version
                } else {
                    self[keyPath: path].version = .latest
                    errors.invalid(
                        FieldPath("metadata")["labels"].key(label + "-version"), .string(text), Self.versions)
                }
            }
        }
    }
}

/// `PodSecurityConfiguration` of `pod-security.admission.config.k8s.io/v1`.
struct PodSecurityConfiguration: Sendable {
    var defaults = PodSecurityPolicy()
    var exemptUsers: Set<String> = []
    var exemptRuntimeClasses: Set<String> = []
    var exemptNamespaces: Set<String> = []

    init() {}

    init(reading value: JSONValue) throws(AdmissionOptions.Problem) {
        guard value["kind"].string == "PodSecurityConfiguration",
            value["apiVersion"].string?.hasPrefix("pod-security.admission.config.k8s.io/") == true
        else {
            throw AdmissionOptions.Problem(
                description: "PodSecurity: no kind \(GoText.quoted(value["kind"].string ?? "")) is registered for "
                    + "version \(GoText.quoted(value["apiVersion"].string ?? ""))")
        }
        var errors: [String] = []
        func read(_ mode: String, _ standard: inout PodSecurityPolicy.Standard) {
            if let text = value["defaults"][mode].string {
                if let level = PodSecurityLevel(rawValue: text) {
                    standard.level = level
                } else {
                    errors.append(
                        "defaults.\(mode): Invalid value: \(GoText.quoted(text)): must be one of "
                            + PodSecurityLevel.allCases.map(\.rawValue).joined(separator: ", "))
                }
            }
            if let text = value["defaults"]["\(mode)-version"].string {
                if let version = PodSecurityVersion(text) {
                    standard.version = version
                } else {
                    errors.append(
                        "defaults.\(mode)-version: Invalid value: \(GoText.quoted(text)): must be "
                            + "\"latest\" or \"v1.x\"")
                }
            }
        }
        read("enforce", &defaults.enforce)
        read("audit", &defaults.audit)
        read("warn", &defaults.warn)
        guard errors.isEmpty else {
            throw AdmissionOptions.Problem(description: "PodSecurity: \(errors.joined(separator: ", "))")
        }
        func names(_ key: String) -> Set<String> {
            Set(value["exemptions"][key].elements.compactMap(\.string))
        }
        exemptUsers = names("usernames")
        exemptRuntimeClasses = names("runtimeClasses")
        exemptNamespaces = names("namespaces")
    }
}
