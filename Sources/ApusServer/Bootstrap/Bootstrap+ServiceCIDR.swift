import ApusAPI
import ApusJSON

/// The ServiceCIDR that shows the ranges of `--service-cluster-ip-range` (upstream's `defaultservicecidr` controller).
extension Bootstrap {
    private static let serviceCIDRs = GroupVersionResource("networking.k8s.io", "v1", "servicecidrs")
    private static let controller = "kubernetes-service-cidr-controller"

    /// Makes it where it is missing, gives it the second range that a cluster has got, and reports it ready. One whose
    /// ranges are others stays as it is.
    func publishServiceCIDR() async throws(StatusError) {
        let ranges = configuration.serviceRanges.map { JSONValue.string($0.description) }
        guard let known = try await object(Self.serviceCIDRs, nil, ServiceRanges.defaultName) else {
            var request = APIRequest(.create, Self.serviceCIDRs)
            request.options.fieldManager = "kube-apiserver"
            request.body = .value([
                "kind": "ServiceCIDR", "apiVersion": "networking.k8s.io/v1",
                "metadata": ["name": .string(ServiceRanges.defaultName)], "spec": ["cidrs": .array(ranges)],
            ])
            try await make([request])
            try await make([ready])
            return
        }
        var stored = known["spec"]["cidrs"].elements
        if ranges.count == 2, stored == [ranges[0]] {
            _ = try await transport.send(
                APIRequest(
                    .patch, Self.serviceCIDRs, name: ServiceRanges.defaultName,
                    body: .patch(.merge, ["spec": ["cidrs": .array(ranges)]])))
            stored = ranges
        }
        guard known["metadata"]["deletionTimestamp"].isNull else { return }
        guard stored == ranges else {
            await RepairEvents(
                controller: Self.controller, transport: transport, clock: clock, logger: configuration.logger
            ).warn(
                APIObject(known), "ServiceCIDR", reason: "KubernetesDefaultServiceCIDRInconsistent",
                action: "Synchronizing",
                "The default ServiceCIDR \(Self.shown(stored)) does not match the controller flag configurations "
                    + Self.shown(ranges))
            return
        }
        let hasCondition = known["status"]["conditions"].elements.contains { $0["type"].string == "Ready" }
        if !hasCondition { try await make([ready]) }
    }

    private var ready: APIRequest {
        report(
            Self.serviceCIDRs, "ServiceCIDR", ServiceRanges.defaultName, by: Self.controller,
            [
                "type": "Ready", "status": "True", "message": "Kubernetes default Service CIDR is ready",
            ])
    }

    private static func shown(_ ranges: [JSONValue]) -> String {
        "[" + ranges.compactMap(\.string).joined(separator: " ") + "]"
    }
}
