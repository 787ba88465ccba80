// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1`.
public enum ApiextensionsV1 {}

extension ApiextensionsV1 {
    /// Reads a `CustomResourceColumnDefinition`.
    public struct CustomResourceColumnDefinition: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var description: String? { cursor[JSONKey("description", prefix: 0x7470697263736564)].string }
        public var format: String? { cursor[JSONKey("format", prefix: 0x74616d726f66)].string }
        public var jsonPath: String? { cursor[JSONKey("jsonPath", prefix: 0x687461506e6f736a)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var priority: Int64? { cursor[JSONKey("priority", prefix: 0x797469726f697270)].int }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `CustomResourceConversion`.
    public struct CustomResourceConversion: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var strategy: String? { cursor[JSONKey("strategy", prefix: 0x7967657461727473)].string }
        public var webhook: WebhookConversion { @_lifetime(copy self) get { WebhookConversion(cursor[JSONKey("webhook", prefix: 0x6b6f6f68626577)]) } }
    }

    /// Reads a `CustomResourceDefinition`.
    public struct CustomResourceDefinition: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: CustomResourceDefinitionSpec { @_lifetime(copy self) get { CustomResourceDefinitionSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: CustomResourceDefinitionStatus { @_lifetime(copy self) get { CustomResourceDefinitionStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `CustomResourceDefinitionCondition`.
    public struct CustomResourceDefinitionCondition: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var lastTransitionTime: String? { cursor[JSONKey("lastTransitionTime", prefix: 0x6e6172547473616c)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var observedGeneration: Int64? { cursor[JSONKey("observedGeneration", prefix: 0x646576726573626f)].int }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var status: String? { cursor[JSONKey("status", prefix: 0x737574617473)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
    }

    /// Reads a `CustomResourceDefinitionNames`.
    public struct CustomResourceDefinitionNames: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var categories: Cursor { @_lifetime(copy self) get { cursor[JSONKey("categories", prefix: 0x69726f6765746163)] } }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var listKind: String? { cursor[JSONKey("listKind", prefix: 0x646e694b7473696c)].string }
        public var plural: String? { cursor[JSONKey("plural", prefix: 0x6c6172756c70)].string }
        public var shortNames: Cursor { @_lifetime(copy self) get { cursor[JSONKey("shortNames", prefix: 0x6d614e74726f6873)] } }
        public var singular: String? { cursor[JSONKey("singular", prefix: 0x72616c75676e6973)].string }
    }

    /// Reads a `CustomResourceDefinitionSpec`.
    public struct CustomResourceDefinitionSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var conversion: CustomResourceConversion { @_lifetime(copy self) get { CustomResourceConversion(cursor[JSONKey("conversion", prefix: 0x69737265766e6f63)]) } }
        public var group: String? { cursor[JSONKey("group", prefix: 0x70756f7267)].string }
        public var names: CustomResourceDefinitionNames { @_lifetime(copy self) get { CustomResourceDefinitionNames(cursor[JSONKey("names", prefix: 0x73656d616e)]) } }
        public var preserveUnknownFields: Bool? { cursor[JSONKey("preserveUnknownFields", prefix: 0x6576726573657270)].bool }
        public var scope: String? { cursor[JSONKey("scope", prefix: 0x65706f6373)].string }
        public var versions: ViewList<CustomResourceDefinitionVersion> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("versions", prefix: 0x736e6f6973726576)]) } }
    }

    /// Reads a `CustomResourceDefinitionStatus`.
    public struct CustomResourceDefinitionStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var acceptedNames: CustomResourceDefinitionNames { @_lifetime(copy self) get { CustomResourceDefinitionNames(cursor[JSONKey("acceptedNames", prefix: 0x6465747065636361)]) } }
        public var conditions: ViewList<CustomResourceDefinitionCondition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
        public var observedGeneration: Int64? { cursor[JSONKey("observedGeneration", prefix: 0x646576726573626f)].int }
        public var storedVersions: Cursor { @_lifetime(copy self) get { cursor[JSONKey("storedVersions", prefix: 0x65566465726f7473)] } }
    }

    /// Reads a `CustomResourceDefinitionVersion`.
    public struct CustomResourceDefinitionVersion: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var additionalPrinterColumns: ViewList<CustomResourceColumnDefinition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("additionalPrinterColumns", prefix: 0x6e6f697469646461)]) } }
        public var deprecated: Bool? { cursor[JSONKey("deprecated", prefix: 0x7461636572706564)].bool }
        public var deprecationWarning: String? { cursor[JSONKey("deprecationWarning", prefix: 0x7461636572706564)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var schema: CustomResourceValidation { @_lifetime(copy self) get { CustomResourceValidation(cursor[JSONKey("schema", prefix: 0x616d65686373)]) } }
        public var selectableFields: ViewList<SelectableField> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("selectableFields", prefix: 0x62617463656c6573)]) } }
        public var served: Bool? { cursor[JSONKey("served", prefix: 0x646576726573)].bool }
        public var storage: Bool? { cursor[JSONKey("storage", prefix: 0x656761726f7473)].bool }
        public var subresources: CustomResourceSubresources { @_lifetime(copy self) get { CustomResourceSubresources(cursor[JSONKey("subresources", prefix: 0x756f736572627573)]) } }
    }

    /// Reads a `CustomResourceSubresourceScale`.
    public struct CustomResourceSubresourceScale: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var labelSelectorPath: String? { cursor[JSONKey("labelSelectorPath", prefix: 0x6c65536c6562616c)].string }
        public var specReplicasPath: String? { cursor[JSONKey("specReplicasPath", prefix: 0x6c70655263657073)].string }
        public var statusReplicasPath: String? { cursor[JSONKey("statusReplicasPath", prefix: 0x6552737574617473)].string }
    }

    /// Reads a `CustomResourceSubresourceStatus`.
    public struct CustomResourceSubresourceStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }

    }

    /// Reads a `CustomResourceSubresources`.
    public struct CustomResourceSubresources: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var scale: CustomResourceSubresourceScale { @_lifetime(copy self) get { CustomResourceSubresourceScale(cursor[JSONKey("scale", prefix: 0x656c616373)]) } }
        public var status: CustomResourceSubresourceStatus { @_lifetime(copy self) get { CustomResourceSubresourceStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `CustomResourceValidation`.
    public struct CustomResourceValidation: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var openAPIV3Schema: JSONSchemaProps { @_lifetime(copy self) get { JSONSchemaProps(cursor[JSONKey("openAPIV3Schema", prefix: 0x564950416e65706f)]) } }
    }

    /// Reads a `ExternalDocumentation`.
    public struct ExternalDocumentation: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var description: String? { cursor[JSONKey("description", prefix: 0x7470697263736564)].string }
        public var url: String? { cursor[JSONKey("url", prefix: 0x6c7275)].string }
    }

    /// Reads a `JSONSchemaProps`.
    public struct JSONSchemaProps: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var ref: String? { cursor[JSONKey("$ref", prefix: 0x66657224)].string }
        public var schema: String? { cursor[JSONKey("$schema", prefix: 0x616d6568637324)].string }
        public var additionalItems: Cursor { @_lifetime(copy self) get { cursor[JSONKey("additionalItems", prefix: 0x6e6f697469646461)] } }
        public var additionalProperties: Cursor { @_lifetime(copy self) get { cursor[JSONKey("additionalProperties", prefix: 0x6e6f697469646461)] } }
        public var allOf: ViewList<JSONSchemaProps> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("allOf", prefix: 0x664f6c6c61)]) } }
        public var anyOf: ViewList<JSONSchemaProps> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("anyOf", prefix: 0x664f796e61)]) } }
        public var `default`: Cursor { @_lifetime(copy self) get { cursor[JSONKey("default", prefix: 0x746c7561666564)] } }
        public var definitions: Cursor { @_lifetime(copy self) get { cursor[JSONKey("definitions", prefix: 0x6974696e69666564)] } }
        public var dependencies: Cursor { @_lifetime(copy self) get { cursor[JSONKey("dependencies", prefix: 0x6e65646e65706564)] } }
        public var description: String? { cursor[JSONKey("description", prefix: 0x7470697263736564)].string }
        public var `enum`: Cursor { @_lifetime(copy self) get { cursor[JSONKey("enum", prefix: 0x6d756e65)] } }
        public var example: Cursor { @_lifetime(copy self) get { cursor[JSONKey("example", prefix: 0x656c706d617865)] } }
        public var exclusiveMaximum: Bool? { cursor[JSONKey("exclusiveMaximum", prefix: 0x766973756c637865)].bool }
        public var exclusiveMinimum: Bool? { cursor[JSONKey("exclusiveMinimum", prefix: 0x766973756c637865)].bool }
        public var externalDocs: ExternalDocumentation { @_lifetime(copy self) get { ExternalDocumentation(cursor[JSONKey("externalDocs", prefix: 0x6c616e7265747865)]) } }
        public var format: String? { cursor[JSONKey("format", prefix: 0x74616d726f66)].string }
        public var id: String? { cursor[JSONKey("id", prefix: 0x6469)].string }
        public var items: Cursor { @_lifetime(copy self) get { cursor[JSONKey("items", prefix: 0x736d657469)] } }
        public var maxItems: Int64? { cursor[JSONKey("maxItems", prefix: 0x736d65744978616d)].int }
        public var maxLength: Int64? { cursor[JSONKey("maxLength", prefix: 0x74676e654c78616d)].int }
        public var maxProperties: Int64? { cursor[JSONKey("maxProperties", prefix: 0x65706f725078616d)].int }
        public var maximum: Double? { cursor[JSONKey("maximum", prefix: 0x6d756d6978616d)].double }
        public var minItems: Int64? { cursor[JSONKey("minItems", prefix: 0x736d6574496e696d)].int }
        public var minLength: Int64? { cursor[JSONKey("minLength", prefix: 0x74676e654c6e696d)].int }
        public var minProperties: Int64? { cursor[JSONKey("minProperties", prefix: 0x65706f72506e696d)].int }
        public var minimum: Double? { cursor[JSONKey("minimum", prefix: 0x6d756d696e696d)].double }
        public var multipleOf: Double? { cursor[JSONKey("multipleOf", prefix: 0x656c7069746c756d)].double }
        public var not: JSONSchemaProps { @_lifetime(copy self) get { JSONSchemaProps(cursor[JSONKey("not", prefix: 0x746f6e)]) } }
        public var nullable: Bool? { cursor[JSONKey("nullable", prefix: 0x656c62616c6c756e)].bool }
        public var oneOf: ViewList<JSONSchemaProps> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("oneOf", prefix: 0x664f656e6f)]) } }
        public var pattern: String? { cursor[JSONKey("pattern", prefix: 0x6e726574746170)].string }
        public var patternProperties: Cursor { @_lifetime(copy self) get { cursor[JSONKey("patternProperties", prefix: 0x506e726574746170)] } }
        public var properties: Cursor { @_lifetime(copy self) get { cursor[JSONKey("properties", prefix: 0x69747265706f7270)] } }
        public var required: Cursor { @_lifetime(copy self) get { cursor[JSONKey("required", prefix: 0x6465726975716572)] } }
        public var title: String? { cursor[JSONKey("title", prefix: 0x656c746974)].string }
        public var type: String? { cursor[JSONKey("type", prefix: 0x65707974)].string }
        public var uniqueItems: Bool? { cursor[JSONKey("uniqueItems", prefix: 0x7449657571696e75)].bool }
        public var xKubernetesEmbeddedResource: Bool? { cursor[JSONKey("x-kubernetes-embedded-resource", prefix: 0x6e726562756b2d78)].bool }
        public var xKubernetesIntOrString: Bool? { cursor[JSONKey("x-kubernetes-int-or-string", prefix: 0x6e726562756b2d78)].bool }
        public var xKubernetesListMapKeys: Cursor { @_lifetime(copy self) get { cursor[JSONKey("x-kubernetes-list-map-keys", prefix: 0x6e726562756b2d78)] } }
        public var xKubernetesListType: String? { cursor[JSONKey("x-kubernetes-list-type", prefix: 0x6e726562756b2d78)].string }
        public var xKubernetesMapType: String? { cursor[JSONKey("x-kubernetes-map-type", prefix: 0x6e726562756b2d78)].string }
        public var xKubernetesPreserveUnknownFields: Bool? { cursor[JSONKey("x-kubernetes-preserve-unknown-fields", prefix: 0x6e726562756b2d78)].bool }
        public var xKubernetesValidations: ViewList<ValidationRule> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("x-kubernetes-validations", prefix: 0x6e726562756b2d78)]) } }
    }

    /// Reads a `SelectableField`.
    public struct SelectableField: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var jsonPath: String? { cursor[JSONKey("jsonPath", prefix: 0x687461506e6f736a)].string }
    }

    /// Reads a `ServiceReference`.
    public struct ServiceReference: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var namespace: String? { cursor[JSONKey("namespace", prefix: 0x63617073656d616e)].string }
        public var path: String? { cursor[JSONKey("path", prefix: 0x68746170)].string }
        public var port: Int64? { cursor[JSONKey("port", prefix: 0x74726f70)].int }
    }

    /// Reads a `ValidationRule`.
    public struct ValidationRule: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var fieldPath: String? { cursor[JSONKey("fieldPath", prefix: 0x746150646c656966)].string }
        public var message: String? { cursor[JSONKey("message", prefix: 0x6567617373656d)].string }
        public var messageExpression: String? { cursor[JSONKey("messageExpression", prefix: 0x456567617373656d)].string }
        public var optionalOldSelf: Bool? { cursor[JSONKey("optionalOldSelf", prefix: 0x6c616e6f6974706f)].bool }
        public var reason: String? { cursor[JSONKey("reason", prefix: 0x6e6f73616572)].string }
        public var rule: String? { cursor[JSONKey("rule", prefix: 0x656c7572)].string }
    }

    /// Reads a `WebhookClientConfig`.
    public struct WebhookClientConfig: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var caBundle: String? { cursor[JSONKey("caBundle", prefix: 0x656c646e75426163)].string }
        public var service: ServiceReference { @_lifetime(copy self) get { ServiceReference(cursor[JSONKey("service", prefix: 0x65636976726573)]) } }
        public var url: String? { cursor[JSONKey("url", prefix: 0x6c7275)].string }
    }

    /// Reads a `WebhookConversion`.
    public struct WebhookConversion: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var clientConfig: WebhookClientConfig { @_lifetime(copy self) get { WebhookClientConfig(cursor[JSONKey("clientConfig", prefix: 0x6f43746e65696c63)]) } }
        public var conversionReviewVersions: Cursor { @_lifetime(copy self) get { cursor[JSONKey("conversionReviewVersions", prefix: 0x69737265766e6f63)] } }
    }
}
