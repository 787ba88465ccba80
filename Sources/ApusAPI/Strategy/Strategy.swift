public import ApusJSON

/// What a schema cannot say about a kind: defaults that look around, rules across fields, what an update may change,
/// how it is printed. All hooks have defaults that do nothing; `Resource` calls them in upstream's order and does what
/// `traits` say by itself, so that an implementation holds only what is its own.
///
/// Strategies are values without state; all hooks are synchronous and must not do I/O.
public protocol Strategy: Sendable {
    var traits: StrategyTraits { get }

    /// Fills in what is absent, in the object's own version (`SetDefaults_…`). Runs on every decode and after every
    /// patch, before admission; must change nothing the second time.
    func applyDefaults(_ object: inout JSONValue)

    /// Drops or sets what a client may not choose when it creates the object. Status and generation follow `traits`.
    func prepareForCreate(_ object: inout JSONValue, _ context: StrategyContext)

    /// Carries over from `old` what this update may not change. Status, spec and generation follow `traits`.
    /// `context.subresource` is "" for the resource itself.
    func prepareForUpdate(_ object: inout JSONValue, old: JSONValue, _ context: StrategyContext)

    /// Finds what is wrong with a new object, apart from its metadata.
    func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors)

    /// Finds what is wrong with an update, apart from its metadata: usually what `validate` finds, and fields that may
    /// not change. `context.subresource` is "" for the resource itself.
    func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors)

    /// What the client is told about an object that is valid (`Warning` headers). `old` is nil on create.
    func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String]

    /// Brings a valid object into the one form in which it is stored.
    func canonicalize(_ object: inout JSONValue)

    /// How many seconds a deletion waits for the object's own shutdown; nil or 0: it is deleted at once. Only called
    /// where `traits.isGracefullyDeleted`. `requested` is `gracePeriodSeconds` of the request.
    func deletionGracePeriod(_ object: JSONValue, requested: Int64?) -> Int64?

    /// What a write through `subresource` ("": the resource itself) does not touch, so that nobody owns it by one.
    func resetFields(_ subresource: String, _ traits: StrategyTraits) -> ResetFields

    /// The columns of the kind's table, where they are not those of its definition.
    var tableColumns: [Definition.Column]? { get }

    /// The cells of the object's row in the table, in the order of the definition's columns; nil: the generic columns
    /// (name and age).
    func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]?

    /// What the row says of the object beside its cells (`TableRowCondition`): that it is completed.
    func rowConditions(_ object: JSONValue) -> [JSONValue]
}

/// What `Resource` does for a kind by itself.
public struct StrategyTraits: Sendable {
    /// Which rule `metadata.name` follows.
    public var nameRule: NameRule = .dnsSubdomain
    /// Create drops `status`; an update of the resource keeps the old one, one of `status` keeps the old spec.
    public var separatesStatus = false
    /// With `separatesStatus`: who creates the object brings its status along (Nodes).
    public var keepsStatusOnCreate = false
    /// `metadata.generation` is 1 at first and grows when anything but metadata and status changes.
    public var tracksGeneration = false
    /// With `tracksGeneration`: annotations count, because they are handed on (Deployments).
    public var annotationsRaiseGeneration = false
    /// Whether an update without resourceVersion overwrites.
    public var allowsUnconditionalUpdate = true
    /// Whether an update of what does not exist creates it.
    public var allowsCreateOnUpdate = false
    /// What updates of `status` keep of the old metadata beside the spec.
    public var statusKeeps: Set<String> = []
    /// Updates of `status` keep all of the old metadata but the managed fields (`ResetObjectMetaForStatus`).
    public var statusKeepsMetadata = false
    /// Deletion goes through `deletionGracePeriod`.
    public var isGracefullyDeleted = false
    /// A deletion answers with the object, and not with a `Status` (`ReturnDeletedObject`).
    public var returnsDeleted = false
    /// Finalizers `orphan` and `foregroundDeletion` that a plain delete sets (`DefaultGarbageCollectionPolicy`).
    public var defaultPropagation: Propagation = .background

    public enum Propagation: Sendable { case background, orphan, unsupported }

    public init() {}

    public func resetFields(_ subresource: String) -> ResetFields {
        guard separatesStatus else { return .none }
        switch subresource {
        case "": return .excluding([["status"]])
        case "status":
            if statusKeepsMetadata { return .excluding([["spec"], ["metadata"]]) }
            return .excluding([["spec"]] + statusKeeps.sorted().map { ["metadata", $0] })
        default: return .none
        }
    }

    /// The traits of a kind with a spec and a status that controllers write.
    public static var controlled: StrategyTraits {
        var traits = StrategyTraits()
        traits.separatesStatus = true
        traits.tracksGeneration = true
        return traits
    }
}

/// What a hook may know about the request. Time comes in, so that results do not depend on a clock.
public struct StrategyContext: Sendable {
    public var now: Timestamp
    /// "" for the resource itself, else `status`, `scale`, …
    public var subresource: String
    public var user: UserInfo
    /// The group and version that the client speaks, as `apps/v1`; "" where that is not known.
    public var apiVersion: String

    public init(now: Timestamp, subresource: String = "", user: UserInfo = UserInfo(), apiVersion: String = "") {
        self.now = now
        self.subresource = subresource
        self.user = user
        self.apiVersion = apiVersion
    }
}

/// Who makes a request (`authentication.k8s.io` UserInfo).
public struct UserInfo: Sendable, Equatable {
    public var name: String
    public var uid: String
    public var groups: [String]
    public var extra: [String: [String]]

    public init(name: String = "", uid: String = "", groups: [String] = [], extra: [String: [String]] = [:]) {
        self.name = name
        self.uid = uid
        self.groups = groups
        self.extra = extra
    }
}

extension Strategy {
    public func applyDefaults(_ object: inout JSONValue) {}
    public func prepareForCreate(_ object: inout JSONValue, _ context: StrategyContext) {}
    public func prepareForUpdate(_ object: inout JSONValue, old: JSONValue, _ context: StrategyContext) {}
    public func validate(_ object: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors) {}
    public func validateUpdate(
        _ object: JSONValue, old: JSONValue, _ context: StrategyContext, _ errors: inout FieldErrors
    ) {
        validate(object, context, &errors)
    }
    public func warnings(_ object: JSONValue, old: JSONValue?, _ context: StrategyContext) -> [String] { [] }
    public func canonicalize(_ object: inout JSONValue) {}
    public func deletionGracePeriod(_ object: JSONValue, requested: Int64?) -> Int64? { nil }
    public func resetFields(_ subresource: String, _ traits: StrategyTraits) -> ResetFields {
        traits.resetFields(subresource)
    }
    public var tableColumns: [Definition.Column]? { nil }
    public func tableCells(_ object: JSONValue, _ context: TableContext) -> [JSONValue]? { nil }
    public func rowConditions(_ object: JSONValue) -> [JSONValue] { [] }
}

/// The strategy of a kind that follows its schema and traits alone.
public struct GenericStrategy: Strategy {
    public let traits: StrategyTraits

    public init(_ traits: StrategyTraits = StrategyTraits()) { self.traits = traits }
}
