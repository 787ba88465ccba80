import ApusClient
import ApusControllers
import ApusResources
import ApusServer
import ArgumentParser
import Testing

@testable import apus

/// The flags of kube-controller-manager for certificates and tokens.
@Suite struct ControllerOptionsTests {
    private static func configuration(_ arguments: [String], own: Bool = true) throws -> ControllerConfiguration {
        let folder = try TemporaryFolder()
        for name in ["one", "two"] {
            let pki = try ClusterPKI(.init(directory: "\(folder.path)/\(name)", serverNames: [], now: 1_767_225_600))
            try folder.write(pki.authorityCredential.certificatePEM, to: "\(name).crt")
            try folder.write(pki.authorityCredential.keyPEM, to: "\(name).key")
        }
        let pki = try ClusterPKI(.init(directory: "\(folder.path)/one", serverNames: [], now: 1_767_225_600))
        let command = try ServerCommand.parse(arguments.map { $0.replacing("FILES/", with: folder.path + "/") })
        var configuration = ControllerConfiguration(resources: [])
        try command.controllers.apply(to: &configuration, authority: own ? pki.authorityCredential : nil)
        return configuration
    }

    @Test(
        arguments: [
            ([], true, Signer.allCases), ([], false, []),
            (
                ["--cluster-signing-cert-file=FILES/one.crt", "--cluster-signing-key-file=FILES/one.key"], false,
                Signer.allCases
            ),
            (
                [
                    "--cluster-signing-kubelet-serving-cert-file=FILES/one.crt",
                    "--cluster-signing-kubelet-serving-key-file=FILES/one.key",
                    "--cluster-signing-kube-apiserver-client-cert-file=FILES/two.crt",
                    "--cluster-signing-kube-apiserver-client-key-file=FILES/two.key",
                ], true, [.kubeletServing, .client]
            ),
            (
                [
                    "--cluster-signing-kubelet-client-cert-file=FILES/one.crt",
                    "--cluster-signing-kubelet-client-key-file=FILES/one.key",
                    "--cluster-signing-legacy-unknown-cert-file=FILES/two.crt",
                    "--cluster-signing-legacy-unknown-key-file=FILES/two.key",
                ], true, [.kubeletClient, .legacyUnknown]
            ),
        ] as [([String], Bool, [Signer])])
    func `who signs what`(arguments: [String], own: Bool, signers: [Signer]) throws {
        #expect(Set(try Self.configuration(arguments, own: own).signing.keys) == Set(signers))
    }

    @Test func `which controllers run, and how long unused tokens are kept`() throws {
        let configuration = try Self.configuration([
            "--controllers=*,bootstrapsigner", "--legacy-service-account-token-clean-up-period=48h",
        ])
        #expect(try configuration.controllers == ControllerSelection(["*", "bootstrap-signer-controller"]))
        #expect(configuration.legacyTokenPeriod == .seconds(48 * 3600))
        #expect(try Self.configuration([]).controllers == .standard)
    }

    @Test(
        arguments: [
            (["--controllers=jobs"], "\"jobs\" is not in the list of known controllers"),
            (["--legacy-service-account-token-clean-up-period=0s"], "must be greater than 0"),
            (["--cluster-signing-cert-file=FILES/one.crt"], "go together"),
            (["--cluster-signing-kubelet-client-key-file=FILES/one.key"], "go together"),
            (
                [
                    "--cluster-signing-cert-file=FILES/one.crt", "--cluster-signing-key-file=FILES/one.key",
                    "--cluster-signing-kubelet-serving-cert-file=FILES/one.crt",
                    "--cluster-signing-kubelet-serving-key-file=FILES/one.key",
                ], "cannot specify default and per controller certs at the same time"
            ),
            (
                ["--cluster-signing-cert-file=FILES/one.crt", "--cluster-signing-key-file=FILES/two.key"],
                "private key does not match public key"
            ),
            (["--cluster-signing-cert-file=FILES/x", "--cluster-signing-key-file=FILES/y"], "cannot read"),
        ])
    func `what does not go together is told`(arguments: [String], problem: String) throws {
        do {
            _ = try Self.configuration(arguments)
            Issue.record("it was taken")
        } catch {
            #expect("\(error)".contains(problem), "\(error)")
        }
    }
}
