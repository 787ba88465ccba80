import ApusAPI
import ApusControllers
import ApusPluginHost
import ApusResources
import ApusScheduler
import ApusServer
import ServiceLifecycle

extension ControlPlane {
    /// The controllers and the scheduler, each under upstream's identity for it, in this process.
    func components(_ controllerOptions: ControllerOptions, plugins: PluginHost) throws -> [any Service] {
        var configuration = ControllerConfiguration(resources: BuiltInDefinitions.all.map { ManagedResource($0) })
        configuration.rootCertificate = pki.caPEM
        configuration.clusterCIDR = options.clusterCidr
        configuration.legacyTokenIssuer = try options.access.serviceAccounts.tokens(pki).legacyIssuer
        try controllerOptions.apply(to: &configuration, authority: pki.authorityCredential)
        let controllers = try ControllerManager(configuration: configuration, logger: logger) { user in
            transport(as: user)
        }
        let scheduler = Scheduler(
            transport: transport(as: "system:kube-scheduler"), plugins: plugins, logger: logger)
        return [
            Component("controllers") { await controllers.run() },
            Component("scheduler") { try await scheduler.run() },
        ]
    }

    /// The server in this process, as a user of that name with the groups that upstream gives it.
    func transport(as user: String) -> any APITransport {
        var groups = ["system:authenticated"]
        let parts = user.split(separator: ":")
        if user.hasPrefix("system:serviceaccount:"), parts.count == 4 {
            groups += ["system:serviceaccounts", "system:serviceaccounts:\(parts[2])"]
        }
        if user.hasPrefix("system:node:") { groups.append("system:nodes") }
        return server.transport(as: User(name: user, groups: groups))
    }
}
