import ApusAPI
import ApusJSON

/// A rule that changes or refuses writes, beyond what a kind's own strategy says. Plugins read other objects from memory
/// and must not block.
protocol AdmissionPlugin: Sendable {
    /// The name under which upstream knows the plugin.
    var name: String { get }
    /// The writes that it wants to see; it is called for no others.
    var scope: AdmissionScope { get }
}

/// A plugin of the first phase: between defaulting and the strategy's own preparation and validation.
protocol MutatingAdmission: AdmissionPlugin {
    /// Changes `object` (null for a delete), or refuses the request.
    func admit(_ object: inout JSONValue, _ request: AdmissionRequest) throws(StatusError)
}

/// A plugin of the second phase: the object is complete and valid.
protocol ValidatingAdmission: AdmissionPlugin {
    /// Refuses the request, or leaves warnings; `object` is null for a delete.
    func validate(_ object: JSONValue, _ request: AdmissionRequest) throws(StatusError)
}

/// The writes that a plugin wants to see.
struct AdmissionScope: Sendable {
    struct Operations: OptionSet, Sendable {
        let rawValue: UInt8

        static let create = Operations(rawValue: 1)
        static let update = Operations(rawValue: 2)
        static let delete = Operations(rawValue: 4)
        static let connect = Operations(rawValue: 8)

        init(rawValue: UInt8) { self.rawValue = rawValue }

        init(_ operation: AdmissionRequest.Operation) {
            switch operation {
            case .create: self = .create
            case .update: self = .update
            case .delete: self = .delete
            case .connect: self = .connect
            }
        }
    }

    struct Target: Sendable {
        let group: String
        let resource: String
        /// "" for the resource itself, `*` for it and all its subresources.
        let subresource: String

        init(_ resource: String, group: String = "", subresource: String = "") {
            self.group = group
            self.resource = resource
            self.subresource = subresource
        }

        func covers(_ request: AdmissionRequest) -> Bool {
            (subresource == "*" || subresource == request.subresource) && group == request.definition.group
        }
    }

    let operations: Operations
    /// Nil: every resource and subresource.
    let targets: [Target]?

    init(_ operations: Operations, _ targets: Target...) {
        self.operations = operations
        self.targets = targets
    }

    init(_ operations: Operations, _ targets: [Target]) {
        self.operations = operations
        self.targets = targets
    }

    static func everything(_ operations: Operations) -> AdmissionScope { AdmissionScope(all: operations) }

    private init(all operations: Operations) {
        self.operations = operations
        targets = nil
    }
}
