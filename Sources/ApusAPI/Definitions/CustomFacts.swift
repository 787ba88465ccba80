public import ApusJSON

/// What a CustomResourceDefinition says of one version of its kind beyond what every definition has.
public struct CustomFacts: Sendable {
    /// Where the numbers of the `scale` subresource lie in the object.
    public struct ScalePaths: Sendable, Equatable {
        public var specReplicas: ValuePath
        public var statusReplicas: ValuePath
        /// Nil: its Pods cannot be selected.
        public var labelSelector: ValuePath?

        public init(specReplicas: ValuePath, statusReplicas: ValuePath, labelSelector: ValuePath?) {
            self.specReplicas = specReplicas
            self.statusReplicas = statusReplicas
            self.labelSelector = labelSelector
        }
    }

    /// `openAPIV3Schema`, as it is published.
    public var schema: JSONValue
    public var scale: ScalePaths?
    /// What every request of the version is warned of; nil: it is not deprecated.
    public var deprecationWarning: String?
    /// Its CustomResourceDefinition is being deleted: nothing may be made any more.
    public var isTerminating: Bool

    public init(
        schema: JSONValue, scale: ScalePaths? = nil, deprecationWarning: String? = nil, isTerminating: Bool = false
    ) {
        self.schema = schema
        self.scale = scale
        self.deprecationWarning = deprecationWarning
        self.isTerminating = isTerminating
    }
}
