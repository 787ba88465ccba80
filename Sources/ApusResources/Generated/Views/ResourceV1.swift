// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.api.resource.v1`.
public enum ResourceV1 {}

extension ResourceV1 {
    /// Reads a `AllocatedDeviceStatus`.
    public struct AllocatedDeviceStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var conditions: ViewList<MetaV1.Condition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
        public var data: Cursor { @_lifetime(copy self) get { cursor[JSONKey("data", prefix: 0x61746164)] } }
        public var device: String? { cursor[JSONKey("device", prefix: 0x656369766564)].string }
        public var driver: String? { cursor[JSONKey("driver", prefix: 0x726576697264)].string }
        public var networkData: NetworkDeviceData { @_lifetime(copy self) get { NetworkDeviceData(cursor[JSONKey("networkData", prefix: 0x446b726f7774656e)]) } }
        public var pool: String? { cursor[JSONKey("pool", prefix: 0x6c6f6f70)].string }
        public var shareID: String? { cursor[JSONKey("shareID", prefix: 0x44496572616873)].string }
    }

    /// Reads a `AllocationResult`.
    public struct AllocationResult: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var allocationTimestamp: String? { cursor[JSONKey("allocationTimestamp", prefix: 0x697461636f6c6c61)].string }
        public var devices: DeviceAllocationResult { @_lifetime(copy self) get { DeviceAllocationResult(cursor[JSONKey("devices", prefix: 0x73656369766564)]) } }
        public var nodeSelector: CoreV1.NodeSelector { @_lifetime(copy self) get { CoreV1.NodeSelector(cursor[JSONKey("nodeSelector", prefix: 0x656c655365646f6e)]) } }
    }

    /// Reads a `CELDeviceSelector`.
    public struct CELDeviceSelector: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var expression: String? { cursor[JSONKey("expression", prefix: 0x6973736572707865)].string }
    }

    /// Reads a `CapacityRequestPolicy`.
    public struct CapacityRequestPolicy: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var `default`: String? { cursor[JSONKey("default", prefix: 0x746c7561666564)].string }
        public var validRange: CapacityRequestPolicyRange { @_lifetime(copy self) get { CapacityRequestPolicyRange(cursor[JSONKey("validRange", prefix: 0x6e615264696c6176)]) } }
        public var validValues: Cursor { @_lifetime(copy self) get { cursor[JSONKey("validValues", prefix: 0x6c615664696c6176)] } }
    }

    /// Reads a `CapacityRequestPolicyRange`.
    public struct CapacityRequestPolicyRange: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var max: String? { cursor[JSONKey("max", prefix: 0x78616d)].string }
        public var min: String? { cursor[JSONKey("min", prefix: 0x6e696d)].string }
        public var step: String? { cursor[JSONKey("step", prefix: 0x70657473)].string }
    }

    /// Reads a `CapacityRequirements`.
    public struct CapacityRequirements: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var requests: Cursor { @_lifetime(copy self) get { cursor[JSONKey("requests", prefix: 0x7374736575716572)] } }
    }

    /// Reads a `Counter`.
    public struct Counter: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var value: String? { cursor[JSONKey("value", prefix: 0x65756c6176)].string }
    }

    /// Reads a `CounterSet`.
    public struct CounterSet: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var counters: Cursor { @_lifetime(copy self) get { cursor[JSONKey("counters", prefix: 0x737265746e756f63)] } }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
    }

    /// Reads a `Device`.
    public struct Device: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var allNodes: Bool? { cursor[JSONKey("allNodes", prefix: 0x7365646f4e6c6c61)].bool }
        public var allowMultipleAllocations: Bool? { cursor[JSONKey("allowMultipleAllocations", prefix: 0x6c754d776f6c6c61)].bool }
        public var attributes: Cursor { @_lifetime(copy self) get { cursor[JSONKey("attributes", prefix: 0x7475626972747461)] } }
        public var bindingConditions: Cursor { @_lifetime(copy self) get { cursor[JSONKey("bindingConditions", prefix: 0x43676e69646e6962)] } }
        public var bindingFailureConditions: Cursor { @_lifetime(copy self) get { cursor[JSONKey("bindingFailureConditions", prefix: 0x46676e69646e6962)] } }
        public var bindsToNode: Bool? { cursor[JSONKey("bindsToNode", prefix: 0x4e6f5473646e6962)].bool }
        public var capacity: Cursor { @_lifetime(copy self) get { cursor[JSONKey("capacity", prefix: 0x7974696361706163)] } }
        public var consumesCounters: ViewList<DeviceCounterConsumption> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("consumesCounters", prefix: 0x73656d75736e6f63)]) } }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var nodeAllocatableResourceMappings: Cursor { @_lifetime(copy self) get { cursor[JSONKey("nodeAllocatableResourceMappings", prefix: 0x6f6c6c4165646f6e)] } }
        public var nodeName: String? { cursor[JSONKey("nodeName", prefix: 0x656d614e65646f6e)].string }
        public var nodeSelector: CoreV1.NodeSelector { @_lifetime(copy self) get { CoreV1.NodeSelector(cursor[JSONKey("nodeSelector", prefix: 0x656c655365646f6e)]) } }
        public var taints: ViewList<DeviceTaint> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("taints", prefix: 0x73746e696174)]) } }
    }

    /// Reads a `DeviceAllocationConfiguration`.
    public struct DeviceAllocationConfiguration: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var opaque: OpaqueDeviceConfiguration { @_lifetime(copy self) get { OpaqueDeviceConfiguration(cursor[JSONKey("opaque", prefix: 0x65757161706f)]) } }
        public var requests: Cursor { @_lifetime(copy self) get { cursor[JSONKey("requests", prefix: 0x7374736575716572)] } }
        public var source: String? { cursor[JSONKey("source", prefix: 0x656372756f73)].string }
    }

    /// Reads a `DeviceAllocationResult`.
    public struct DeviceAllocationResult: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var config: ViewList<DeviceAllocationConfiguration> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("config", prefix: 0x6769666e6f63)]) } }
        public var results: ViewList<DeviceRequestAllocationResult> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("results", prefix: 0x73746c75736572)]) } }
    }

    /// Reads a `DeviceAttribute`.
    public struct DeviceAttribute: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var bool: Bool? { cursor[JSONKey("bool", prefix: 0x6c6f6f62)].bool }
        public var bools: Cursor { @_lifetime(copy self) get { cursor[JSONKey("bools", prefix: 0x736c6f6f62)] } }
        public var int: Int64? { cursor[JSONKey("int", prefix: 0x746e69)].int }
        public var ints: Cursor { @_lifetime(copy self) get { cursor[JSONKey("ints", prefix: 0x73746e69)] } }
        public var string: String? { cursor[JSONKey("string", prefix: 0x676e69727473)].string }
        public var strings: Cursor { @_lifetime(copy self) get { cursor[JSONKey("strings", prefix: 0x73676e69727473)] } }
        public var version: String? { cursor[JSONKey("version", prefix: 0x6e6f6973726576)].string }
        public var versions: Cursor { @_lifetime(copy self) get { cursor[JSONKey("versions", prefix: 0x736e6f6973726576)] } }
    }

    /// Reads a `DeviceCapacity`.
    public struct DeviceCapacity: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var requestPolicy: CapacityRequestPolicy { @_lifetime(copy self) get { CapacityRequestPolicy(cursor[JSONKey("requestPolicy", prefix: 0x5074736575716572)]) } }
        public var value: String? { cursor[JSONKey("value", prefix: 0x65756c6176)].string }
    }

    /// Reads a `DeviceClaim`.
    public struct DeviceClaim: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var config: ViewList<DeviceClaimConfiguration> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("config", prefix: 0x6769666e6f63)]) } }
        public var constraints: ViewList<DeviceConstraint> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("constraints", prefix: 0x69617274736e6f63)]) } }
        public var requests: ViewList<DeviceRequest> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("requests", prefix: 0x7374736575716572)]) } }
    }

    /// Reads a `DeviceClaimConfiguration`.
    public struct DeviceClaimConfiguration: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var opaque: OpaqueDeviceConfiguration { @_lifetime(copy self) get { OpaqueDeviceConfiguration(cursor[JSONKey("opaque", prefix: 0x65757161706f)]) } }
        public var requests: Cursor { @_lifetime(copy self) get { cursor[JSONKey("requests", prefix: 0x7374736575716572)] } }
    }

    /// Reads a `DeviceClass`.
    public struct DeviceClass: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: DeviceClassSpec { @_lifetime(copy self) get { DeviceClassSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
    }

    /// Reads a `DeviceClassConfiguration`.
    public struct DeviceClassConfiguration: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var opaque: OpaqueDeviceConfiguration { @_lifetime(copy self) get { OpaqueDeviceConfiguration(cursor[JSONKey("opaque", prefix: 0x65757161706f)]) } }
    }

    /// Reads a `DeviceClassSpec`.
    public struct DeviceClassSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var config: ViewList<DeviceClassConfiguration> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("config", prefix: 0x6769666e6f63)]) } }
        public var extendedResourceName: String? { cursor[JSONKey("extendedResourceName", prefix: 0x6465646e65747865)].string }
        public var selectors: ViewList<DeviceSelector> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("selectors", prefix: 0x726f7463656c6573)]) } }
    }

    /// Reads a `DeviceConstraint`.
    public struct DeviceConstraint: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var distinctAttribute: String? { cursor[JSONKey("distinctAttribute", prefix: 0x74636e6974736964)].string }
        public var matchAttribute: String? { cursor[JSONKey("matchAttribute", prefix: 0x747441686374616d)].string }
        public var requests: Cursor { @_lifetime(copy self) get { cursor[JSONKey("requests", prefix: 0x7374736575716572)] } }
    }

    /// Reads a `DeviceCounterConsumption`.
    public struct DeviceCounterConsumption: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var counterSet: String? { cursor[JSONKey("counterSet", prefix: 0x537265746e756f63)].string }
        public var counters: Cursor { @_lifetime(copy self) get { cursor[JSONKey("counters", prefix: 0x737265746e756f63)] } }
    }

    /// Reads a `DeviceRequest`.
    public struct DeviceRequest: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var exactly: ExactDeviceRequest { @_lifetime(copy self) get { ExactDeviceRequest(cursor[JSONKey("exactly", prefix: 0x796c7463617865)]) } }
        public var firstAvailable: ViewList<DeviceSubRequest> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("firstAvailable", prefix: 0x6176417473726966)]) } }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
    }

    /// Reads a `DeviceRequestAllocationResult`.
    public struct DeviceRequestAllocationResult: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var adminAccess: Bool? { cursor[JSONKey("adminAccess", prefix: 0x6363416e696d6461)].bool }
        public var bindingConditions: Cursor { @_lifetime(copy self) get { cursor[JSONKey("bindingConditions", prefix: 0x43676e69646e6962)] } }
        public var bindingFailureConditions: Cursor { @_lifetime(copy self) get { cursor[JSONKey("bindingFailureConditions", prefix: 0x46676e69646e6962)] } }
        public var consumedCapacity: Cursor { @_lifetime(copy self) get { cursor[JSONKey("consumedCapacity", prefix: 0x64656d75736e6f63)] } }
        public var device: String? { cursor[JSONKey("device", prefix: 0x656369766564)].string }
        public var driver: String? { cursor[JSONKey("driver", prefix: 0x726576697264)].string }
        public var pool: String? { cursor[JSONKey("pool", prefix: 0x6c6f6f70)].string }
        public var request: String? { cursor[JSONKey("request", prefix: 0x74736575716572)].string }
        public var shareID: String? { cursor[JSONKey("shareID", prefix: 0x44496572616873)].string }
        public var tolerations: ViewList<DeviceToleration> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("tolerations", prefix: 0x69746172656c6f74)]) } }
    }

    /// Reads a `DeviceSelector`.
    public struct DeviceSelector: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var cel: CELDeviceSelector { @_lifetime(copy self) get { CELDeviceSelector(cursor[JSONKey("cel", prefix: 0x6c6563)]) } }
    }

    /// Reads a `DeviceSubRequest`.
    public struct DeviceSubRequest: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var allocationMode: String? { cursor[JSONKey("allocationMode", prefix: 0x697461636f6c6c61)].string }
        public var capacity: CapacityRequirements { @_lifetime(copy self) get { CapacityRequirements(cursor[JSONKey("capacity", prefix: 0x7974696361706163)]) } }
        public var count: Int64? { cursor[JSONKey("count", prefix: 0x746e756f63)].int }
        public var deviceClassName: String? { cursor[JSONKey("deviceClassName", prefix: 0x6c43656369766564)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var selectors: ViewList<DeviceSelector> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("selectors", prefix: 0x726f7463656c6573)]) } }
        public var tolerations: ViewList<DeviceToleration> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("tolerations", prefix: 0x69746172656c6f74)]) } }
    }

    /// Reads a `DeviceTaint`.
    public struct DeviceTaint: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var effect: String? { cursor[JSONKey("effect", prefix: 0x746365666665)].string }
        public var key: String? { cursor[JSONKey("key", prefix: 0x79656b)].string }
        public var timeAdded: String? { cursor[JSONKey("timeAdded", prefix: 0x65646441656d6974)].string }
        public var value: String? { cursor[JSONKey("value", prefix: 0x65756c6176)].string }
    }

    /// Reads a `DeviceToleration`.
    public struct DeviceToleration: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var effect: String? { cursor[JSONKey("effect", prefix: 0x746365666665)].string }
        public var key: String? { cursor[JSONKey("key", prefix: 0x79656b)].string }
        public var `operator`: String? { cursor[JSONKey("operator", prefix: 0x726f74617265706f)].string }
        public var tolerationSeconds: Int64? { cursor[JSONKey("tolerationSeconds", prefix: 0x69746172656c6f74)].int }
        public var value: String? { cursor[JSONKey("value", prefix: 0x65756c6176)].string }
    }

    /// Reads a `ExactDeviceRequest`.
    public struct ExactDeviceRequest: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var adminAccess: Bool? { cursor[JSONKey("adminAccess", prefix: 0x6363416e696d6461)].bool }
        public var allocationMode: String? { cursor[JSONKey("allocationMode", prefix: 0x697461636f6c6c61)].string }
        public var capacity: CapacityRequirements { @_lifetime(copy self) get { CapacityRequirements(cursor[JSONKey("capacity", prefix: 0x7974696361706163)]) } }
        public var count: Int64? { cursor[JSONKey("count", prefix: 0x746e756f63)].int }
        public var deviceClassName: String? { cursor[JSONKey("deviceClassName", prefix: 0x6c43656369766564)].string }
        public var selectors: ViewList<DeviceSelector> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("selectors", prefix: 0x726f7463656c6573)]) } }
        public var tolerations: ViewList<DeviceToleration> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("tolerations", prefix: 0x69746172656c6f74)]) } }
    }

    /// Reads a `NetworkDeviceData`.
    public struct NetworkDeviceData: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var hardwareAddress: String? { cursor[JSONKey("hardwareAddress", prefix: 0x6572617764726168)].string }
        public var interfaceName: String? { cursor[JSONKey("interfaceName", prefix: 0x6361667265746e69)].string }
        public var ips: Cursor { @_lifetime(copy self) get { cursor[JSONKey("ips", prefix: 0x737069)] } }
    }

    /// Reads a `NodeAllocatableResourceMapping`.
    public struct NodeAllocatableResourceMapping: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var allocationMultiplier: String? { cursor[JSONKey("allocationMultiplier", prefix: 0x697461636f6c6c61)].string }
        public var capacityKey: String? { cursor[JSONKey("capacityKey", prefix: 0x7974696361706163)].string }
    }

    /// Reads a `OpaqueDeviceConfiguration`.
    public struct OpaqueDeviceConfiguration: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var driver: String? { cursor[JSONKey("driver", prefix: 0x726576697264)].string }
        public var parameters: Cursor { @_lifetime(copy self) get { cursor[JSONKey("parameters", prefix: 0x6574656d61726170)] } }
    }

    /// Reads a `ResourceClaim`.
    public struct ResourceClaim: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: ResourceClaimSpec { @_lifetime(copy self) get { ResourceClaimSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: ResourceClaimStatus { @_lifetime(copy self) get { ResourceClaimStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `ResourceClaimConsumerReference`.
    public struct ResourceClaimConsumerReference: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiGroup: String? { cursor[JSONKey("apiGroup", prefix: 0x70756f7247697061)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var resource: String? { cursor[JSONKey("resource", prefix: 0x656372756f736572)].string }
        public var uid: String? { cursor[JSONKey("uid", prefix: 0x646975)].string }
    }

    /// Reads a `ResourceClaimSpec`.
    public struct ResourceClaimSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var devices: DeviceClaim { @_lifetime(copy self) get { DeviceClaim(cursor[JSONKey("devices", prefix: 0x73656369766564)]) } }
    }

    /// Reads a `ResourceClaimStatus`.
    public struct ResourceClaimStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var allocation: AllocationResult { @_lifetime(copy self) get { AllocationResult(cursor[JSONKey("allocation", prefix: 0x697461636f6c6c61)]) } }
        public var devices: ViewList<AllocatedDeviceStatus> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("devices", prefix: 0x73656369766564)]) } }
        public var reservedFor: ViewList<ResourceClaimConsumerReference> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("reservedFor", prefix: 0x6465767265736572)]) } }
    }

    /// Reads a `ResourceClaimTemplate`.
    public struct ResourceClaimTemplate: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: ResourceClaimTemplateSpec { @_lifetime(copy self) get { ResourceClaimTemplateSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
    }

    /// Reads a `ResourceClaimTemplateSpec`.
    public struct ResourceClaimTemplateSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: ResourceClaimSpec { @_lifetime(copy self) get { ResourceClaimSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
    }

    /// Reads a `ResourcePool`.
    public struct ResourcePool: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var generation: Int64? { cursor[JSONKey("generation", prefix: 0x69746172656e6567)].int }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var resourceSliceCount: Int64? { cursor[JSONKey("resourceSliceCount", prefix: 0x656372756f736572)].int }
    }

    /// Reads a `ResourceSlice`.
    public struct ResourceSlice: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: ResourceSliceSpec { @_lifetime(copy self) get { ResourceSliceSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
    }

    /// Reads a `ResourceSliceSpec`.
    public struct ResourceSliceSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var allNodes: Bool? { cursor[JSONKey("allNodes", prefix: 0x7365646f4e6c6c61)].bool }
        public var devices: ViewList<Device> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("devices", prefix: 0x73656369766564)]) } }
        public var driver: String? { cursor[JSONKey("driver", prefix: 0x726576697264)].string }
        public var nodeName: String? { cursor[JSONKey("nodeName", prefix: 0x656d614e65646f6e)].string }
        public var nodeSelector: CoreV1.NodeSelector { @_lifetime(copy self) get { CoreV1.NodeSelector(cursor[JSONKey("nodeSelector", prefix: 0x656c655365646f6e)]) } }
        public var perDeviceNodeSelection: Bool? { cursor[JSONKey("perDeviceNodeSelection", prefix: 0x6369766544726570)].bool }
        public var pool: ResourcePool { @_lifetime(copy self) get { ResourcePool(cursor[JSONKey("pool", prefix: 0x6c6f6f70)]) } }
        public var sharedCounters: ViewList<CounterSet> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("sharedCounters", prefix: 0x6f43646572616873)]) } }
    }
}
