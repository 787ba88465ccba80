import ApusAPI
import ApusClient
import ApusJSON
import NIOHTTP1
import Testing

@testable import ApusServer

@Suite struct AdmissionOptionsTests {
    @Test func pluginsRunInUpstreamsOrder() throws {
        let plugins = AdmissionOptions().plugins
        let order = plugins.compactMap { AdmissionOrder.names.firstIndex(of: $0) }
        #expect(order == order.sorted())
        #expect(plugins.first == "NamespaceLifecycle")
        let fewer = try AdmissionOptions(enabled: ["LimitRanger"], disabled: ["Priority", "MutatingAdmissionWebhook"])
        #expect(fewer.plugins == plugins.filter { $0 != "Priority" })
    }

    @Test(arguments: [
        (["Nothing"], [String](), "--enable-admission-plugins: plugin \"Nothing\" is unknown"),
        ([], ["Nothing"], "--disable-admission-plugins: plugin \"Nothing\" is unknown"),
        (
            ["Priority"], ["Priority"],
            "[Priority] in enable-admission-plugins and disable-admission-plugins overlapped"
        ),
        (["AlwaysPullImages"], [], "--enable-admission-plugins: Apus has no plugin \"AlwaysPullImages\""),
    ]) func whatCannotBeIsSaid(_ enabled: [String], _ disabled: [String], _ message: String) {
        #expect(throws: AdmissionOptions.Problem(description: message)) {
            try AdmissionOptions(enabled: enabled, disabled: disabled)
        }
    }

    @Test func aDisabledPluginIsNotAsked() async throws {
        let options = try AdmissionOptions(disabled: ["ServiceAccount", "DefaultTolerationSeconds"])
        try await TestServer.run(change: { $0.admission = options }) { test in
            let pod = try await test.client.create(Resources.pods, namespace: "default", .pod("p")).value()
            #expect(pod["spec"]["serviceAccountName"].isNull)
            #expect(pod["spec"]["tolerations"].isNull)
            #expect(pod["spec"]["priority"].int == 0)
        }
    }

    @Test func tolerationsLastAsLongAsAsked() async throws {
        var options = AdmissionOptions()
        options.notReadyTolerationSeconds = 7
        let wanted = options
        try await TestServer.run(change: { $0.admission = wanted }) { test in
            try await test.allowPods()
            let pod = try await test.client.create(Resources.pods, namespace: "default", .pod("p")).value()
            #expect(pod["spec"]["tolerations"].elements.map { $0["tolerationSeconds"].int } == [7, 300])
        }
    }

    @Test func metricsCountEachPlugin() async throws {
        try await RawClient.run { client, test in
            _ = await test.refusal(Resources.pods, namespace: "none", .pod("p"))
            let text = try await client.send(.GET, "/metrics", ["Accept-Encoding": "identity"]).text
            let series =
                "apiserver_admission_controller_admission_duration_seconds_count{"
                + "name=\"NamespaceLifecycle\",operation=\"CREATE\",rejected=\"true\",type=\"admit\"} 1"
            #expect(text.contains(series))
        }
    }
}
