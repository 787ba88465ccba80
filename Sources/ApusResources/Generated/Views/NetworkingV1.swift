// Written by apus-generate from docs/api-data; `make generate` writes it again.
// swift-format-ignore-file
public import ApusJSON

/// Views of the types of `io.k8s.api.networking.v1`.
public enum NetworkingV1 {}

extension NetworkingV1 {
    /// Reads a `HTTPIngressPath`.
    public struct HTTPIngressPath: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var backend: IngressBackend { @_lifetime(copy self) get { IngressBackend(cursor[JSONKey("backend", prefix: 0x646e656b636162)]) } }
        public var path: String? { cursor[JSONKey("path", prefix: 0x68746170)].string }
        public var pathType: String? { cursor[JSONKey("pathType", prefix: 0x6570795468746170)].string }
    }

    /// Reads a `HTTPIngressRuleValue`.
    public struct HTTPIngressRuleValue: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var paths: ViewList<HTTPIngressPath> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("paths", prefix: 0x7368746170)]) } }
    }

    /// Reads a `IPAddress`.
    public struct IPAddress: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: IPAddressSpec { @_lifetime(copy self) get { IPAddressSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
    }

    /// Reads a `IPAddressSpec`.
    public struct IPAddressSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var parentRef: ParentReference { @_lifetime(copy self) get { ParentReference(cursor[JSONKey("parentRef", prefix: 0x6552746e65726170)]) } }
    }

    /// Reads a `IPBlock`.
    public struct IPBlock: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var cidr: String? { cursor[JSONKey("cidr", prefix: 0x72646963)].string }
        public var except: Cursor { @_lifetime(copy self) get { cursor[JSONKey("except", prefix: 0x747065637865)] } }
    }

    /// Reads a `Ingress`.
    public struct Ingress: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: IngressSpec { @_lifetime(copy self) get { IngressSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: IngressStatus { @_lifetime(copy self) get { IngressStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `IngressBackend`.
    public struct IngressBackend: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var resource: CoreV1.TypedLocalObjectReference { @_lifetime(copy self) get { CoreV1.TypedLocalObjectReference(cursor[JSONKey("resource", prefix: 0x656372756f736572)]) } }
        public var service: IngressServiceBackend { @_lifetime(copy self) get { IngressServiceBackend(cursor[JSONKey("service", prefix: 0x65636976726573)]) } }
    }

    /// Reads a `IngressClass`.
    public struct IngressClass: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: IngressClassSpec { @_lifetime(copy self) get { IngressClassSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
    }

    /// Reads a `IngressClassParametersReference`.
    public struct IngressClassParametersReference: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiGroup: String? { cursor[JSONKey("apiGroup", prefix: 0x70756f7247697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var namespace: String? { cursor[JSONKey("namespace", prefix: 0x63617073656d616e)].string }
        public var scope: String? { cursor[JSONKey("scope", prefix: 0x65706f6373)].string }
    }

    /// Reads a `IngressClassSpec`.
    public struct IngressClassSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var controller: String? { cursor[JSONKey("controller", prefix: 0x6c6c6f72746e6f63)].string }
        public var parameters: IngressClassParametersReference { @_lifetime(copy self) get { IngressClassParametersReference(cursor[JSONKey("parameters", prefix: 0x6574656d61726170)]) } }
    }

    /// Reads a `IngressLoadBalancerIngress`.
    public struct IngressLoadBalancerIngress: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var hostname: String? { cursor[JSONKey("hostname", prefix: 0x656d616e74736f68)].string }
        public var ip: String? { cursor[JSONKey("ip", prefix: 0x7069)].string }
        public var ports: ViewList<IngressPortStatus> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("ports", prefix: 0x7374726f70)]) } }
    }

    /// Reads a `IngressLoadBalancerStatus`.
    public struct IngressLoadBalancerStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var ingress: ViewList<IngressLoadBalancerIngress> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("ingress", prefix: 0x73736572676e69)]) } }
    }

    /// Reads a `IngressPortStatus`.
    public struct IngressPortStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var error: String? { cursor[JSONKey("error", prefix: 0x726f727265)].string }
        public var port: Int64? { cursor[JSONKey("port", prefix: 0x74726f70)].int }
        public var `protocol`: String? { cursor[JSONKey("protocol", prefix: 0x6c6f636f746f7270)].string }
    }

    /// Reads a `IngressRule`.
    public struct IngressRule: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var host: String? { cursor[JSONKey("host", prefix: 0x74736f68)].string }
        public var http: HTTPIngressRuleValue { @_lifetime(copy self) get { HTTPIngressRuleValue(cursor[JSONKey("http", prefix: 0x70747468)]) } }
    }

    /// Reads a `IngressServiceBackend`.
    public struct IngressServiceBackend: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var port: ServiceBackendPort { @_lifetime(copy self) get { ServiceBackendPort(cursor[JSONKey("port", prefix: 0x74726f70)]) } }
    }

    /// Reads a `IngressSpec`.
    public struct IngressSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var defaultBackend: IngressBackend { @_lifetime(copy self) get { IngressBackend(cursor[JSONKey("defaultBackend", prefix: 0x42746c7561666564)]) } }
        public var ingressClassName: String? { cursor[JSONKey("ingressClassName", prefix: 0x4373736572676e69)].string }
        public var rules: ViewList<IngressRule> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("rules", prefix: 0x73656c7572)]) } }
        public var tls: ViewList<IngressTLS> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("tls", prefix: 0x736c74)]) } }
    }

    /// Reads a `IngressStatus`.
    public struct IngressStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var loadBalancer: IngressLoadBalancerStatus { @_lifetime(copy self) get { IngressLoadBalancerStatus(cursor[JSONKey("loadBalancer", prefix: 0x616c614264616f6c)]) } }
    }

    /// Reads a `IngressTLS`.
    public struct IngressTLS: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var hosts: Cursor { @_lifetime(copy self) get { cursor[JSONKey("hosts", prefix: 0x7374736f68)] } }
        public var secretName: String? { cursor[JSONKey("secretName", prefix: 0x614e746572636573)].string }
    }

    /// Reads a `NetworkPolicy`.
    public struct NetworkPolicy: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: NetworkPolicySpec { @_lifetime(copy self) get { NetworkPolicySpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
    }

    /// Reads a `NetworkPolicyEgressRule`.
    public struct NetworkPolicyEgressRule: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var ports: ViewList<NetworkPolicyPort> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("ports", prefix: 0x7374726f70)]) } }
        public var to: ViewList<NetworkPolicyPeer> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("to", prefix: 0x6f74)]) } }
    }

    /// Reads a `NetworkPolicyIngressRule`.
    public struct NetworkPolicyIngressRule: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var from: ViewList<NetworkPolicyPeer> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("from", prefix: 0x6d6f7266)]) } }
        public var ports: ViewList<NetworkPolicyPort> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("ports", prefix: 0x7374726f70)]) } }
    }

    /// Reads a `NetworkPolicyPeer`.
    public struct NetworkPolicyPeer: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var ipBlock: IPBlock { @_lifetime(copy self) get { IPBlock(cursor[JSONKey("ipBlock", prefix: 0x6b636f6c427069)]) } }
        public var namespaceSelector: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("namespaceSelector", prefix: 0x63617073656d616e)]) } }
        public var podSelector: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("podSelector", prefix: 0x63656c6553646f70)]) } }
    }

    /// Reads a `NetworkPolicyPort`.
    public struct NetworkPolicyPort: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var endPort: Int64? { cursor[JSONKey("endPort", prefix: 0x74726f50646e65)].int }
        public var port: Cursor { @_lifetime(copy self) get { cursor[JSONKey("port", prefix: 0x74726f70)] } }
        public var `protocol`: String? { cursor[JSONKey("protocol", prefix: 0x6c6f636f746f7270)].string }
    }

    /// Reads a `NetworkPolicySpec`.
    public struct NetworkPolicySpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var egress: ViewList<NetworkPolicyEgressRule> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("egress", prefix: 0x737365726765)]) } }
        public var ingress: ViewList<NetworkPolicyIngressRule> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("ingress", prefix: 0x73736572676e69)]) } }
        public var podSelector: MetaV1.LabelSelector { @_lifetime(copy self) get { MetaV1.LabelSelector(cursor[JSONKey("podSelector", prefix: 0x63656c6553646f70)]) } }
        public var policyTypes: Cursor { @_lifetime(copy self) get { cursor[JSONKey("policyTypes", prefix: 0x79547963696c6f70)] } }
    }

    /// Reads a `ParentReference`.
    public struct ParentReference: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var group: String? { cursor[JSONKey("group", prefix: 0x70756f7267)].string }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var namespace: String? { cursor[JSONKey("namespace", prefix: 0x63617073656d616e)].string }
        public var resource: String? { cursor[JSONKey("resource", prefix: 0x656372756f736572)].string }
    }

    /// Reads a `ServiceBackendPort`.
    public struct ServiceBackendPort: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var name: String? { cursor[JSONKey("name", prefix: 0x656d616e)].string }
        public var number: Int64? { cursor[JSONKey("number", prefix: 0x7265626d756e)].int }
    }

    /// Reads a `ServiceCIDR`.
    public struct ServiceCIDR: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var apiVersion: String? { cursor[JSONKey("apiVersion", prefix: 0x6973726556697061)].string }
        public var kind: String? { cursor[JSONKey("kind", prefix: 0x646e696b)].string }
        public var metadata: MetaV1.ObjectMeta { @_lifetime(copy self) get { MetaV1.ObjectMeta(cursor[JSONKey("metadata", prefix: 0x617461646174656d)]) } }
        public var spec: ServiceCIDRSpec { @_lifetime(copy self) get { ServiceCIDRSpec(cursor[JSONKey("spec", prefix: 0x63657073)]) } }
        public var status: ServiceCIDRStatus { @_lifetime(copy self) get { ServiceCIDRStatus(cursor[JSONKey("status", prefix: 0x737574617473)]) } }
    }

    /// Reads a `ServiceCIDRSpec`.
    public struct ServiceCIDRSpec: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var cidrs: Cursor { @_lifetime(copy self) get { cursor[JSONKey("cidrs", prefix: 0x7372646963)] } }
    }

    /// Reads a `ServiceCIDRStatus`.
    public struct ServiceCIDRStatus: ~Escapable, View {
        public let cursor: Cursor
        @_lifetime(copy cursor) public init(_ cursor: Cursor) { self.cursor = cursor }
        public var conditions: ViewList<MetaV1.Condition> { @_lifetime(copy self) get { ViewList(cursor[JSONKey("conditions", prefix: 0x6f697469646e6f63)]) } }
    }
}
