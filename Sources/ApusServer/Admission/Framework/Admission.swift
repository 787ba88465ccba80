import ApusAPI
import ApusJSON
import NIOCore

/// The plugins in their order, arranged by resource beforehand, so that a write meets only those that want to see it.
final class Admission: Sendable {
    let objects: ObjectReader
    let metrics: AdmissionMetrics
    private let chains: [String: Chain]
    /// For resources that no plugin names.
    private let others: Chain
    private let quota: (plugin: ResourceQuotaAdmission, series: AdmissionMetrics.Series)?

    /// - Parameter plugins: in the order in which they are asked.
    init(plugins: [any AdmissionPlugin], objects: ObjectReader) {
        self.objects = objects
        let metrics = AdmissionMetrics(names: plugins.map(\.name))
        self.metrics = metrics
        let steps = plugins.enumerated().map { (plugin: $1, series: metrics.series[$0]) }
        let named = Set(plugins.flatMap { ($0.scope.targets ?? []).map(\.resource) })
        others = Chain(steps, resource: nil)
        quota =
            steps.lazy.compactMap { step in
                (step.plugin as? ResourceQuotaAdmission).map { (plugin: $0, series: step.series) }
            }.first
        chains = Dictionary(uniqueKeysWithValues: named.map { ($0, Chain(steps, resource: $0)) })
    }

    private func chain(for request: AdmissionRequest) -> Chain { chains[request.definition.resource] ?? others }

    /// The first phase: changes `object` (null for a delete), or refuses the request.
    func admit(_ object: inout JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        let steps = chain(for: request).mutating
        guard !steps.isEmpty else { return }
        let operation = AdmissionScope.Operations(request.operation)
        let begin = NIODeadline.now()
        var start = begin
        for step in steps where step.condition.holds(operation, request) {
            do throws(StatusError) {
                try step.plugin.admit(&object, request)
                let end = NIODeadline.now()
                step.series.count(request.operation, .admit, isRejected: false, end - start)
                start = end
            } catch {
                let end = NIODeadline.now()
                step.series.count(request.operation, .admit, isRejected: true, end - start)
                metrics.steps.count(request.operation, .admit, isRejected: true, end - begin)
                throw error
            }
        }
        metrics.steps.count(request.operation, .admit, isRejected: false, start - begin)
    }

    /// The second phase: refuses the request, or not.
    func validate(_ object: JSONValue, _ request: AdmissionRequest) throws(StatusError) {
        let steps = chain(for: request).validating
        guard !steps.isEmpty else { return }
        let operation = AdmissionScope.Operations(request.operation)
        let begin = NIODeadline.now()
        var start = begin
        for step in steps where step.condition.holds(operation, request) {
            do throws(StatusError) {
                try step.plugin.validate(object, request)
                let end = NIODeadline.now()
                step.series.count(request.operation, .validate, isRejected: false, end - start)
                start = end
            } catch {
                let end = NIODeadline.now()
                step.series.count(request.operation, .validate, isRejected: true, end - start)
                metrics.steps.count(request.operation, .validate, isRejected: true, end - begin)
                throw error
            }
        }
        metrics.steps.count(request.operation, .validate, isRejected: false, start - begin)
    }

    /// The last step of the second phase: what the write costs of the namespace's quotas, nil where it costs nothing. The
    /// cost is taken when the object is stored.
    func charge(_ object: JSONValue, _ request: AdmissionRequest) throws(StatusError) -> QuotaCharge? {
        guard let quota, quota.plugin.isInUse else { return nil }
        let start = NIODeadline.now()
        do throws(StatusError) {
            let charge = try quota.plugin.charge(object, request)
            quota.series.count(request.operation, .validate, isRejected: false, .now() - start)
            return charge
        } catch {
            quota.series.count(request.operation, .validate, isRejected: true, .now() - start)
            throw error
        }
    }

    /// Both phases at once, for what has nothing between them: deletions, and subresources that are not stored. Returns
    /// what the plugins made of `object`.
    @discardableResult
    func review(_ object: JSONValue = .null, _ request: AdmissionRequest) throws(StatusError) -> JSONValue {
        var object = object
        try admit(&object, request)
        try validate(object, request)
        return object
    }
}

extension Admission {
    /// When a step is taken.
    fileprivate struct Condition: Sendable {
        let operations: AdmissionScope.Operations
        let targets: [AdmissionScope.Target]?

        func holds(_ operation: AdmissionScope.Operations, _ request: AdmissionRequest) -> Bool {
            operations.contains(operation) && (targets?.contains { $0.covers(request) } ?? true)
        }
    }

    /// A class, so that walking over the steps copies none of them.
    fileprivate final class Step<Plugin: Sendable>: Sendable {
        let plugin: Plugin
        let condition: Condition
        let series: AdmissionMetrics.Series

        init(plugin: Plugin, condition: Condition, series: AdmissionMetrics.Series) {
            self.plugin = plugin
            self.condition = condition
            self.series = series
        }
    }

    /// The plugins that want to see writes of one resource.
    fileprivate struct Chain: Sendable {
        var mutating: [Step<any MutatingAdmission>] = []
        var validating: [Step<any ValidatingAdmission>] = []

        init(_ steps: [(plugin: any AdmissionPlugin, series: AdmissionMetrics.Series)], resource: String?) {
            for (plugin, series) in steps {
                let targets = plugin.scope.targets.map { $0.filter { $0.resource == resource } }
                if let targets, targets.isEmpty { continue }
                let condition = Condition(operations: plugin.scope.operations, targets: targets)
                if let plugin = plugin as? any MutatingAdmission {
                    mutating.append(Step(plugin: plugin, condition: condition, series: series))
                }
                if let plugin = plugin as? any ValidatingAdmission {
                    validating.append(Step(plugin: plugin, condition: condition, series: series))
                }
            }
        }
    }
}
