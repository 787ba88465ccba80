import ApusAPI
import ApusClient
import ApusJSON
import ApusTestSupport
import Testing

struct EventRecorderTests {
    private let about = ObjectReference(
        apiVersion: "v1", kind: "Pod", namespace: "default", name: "web", uid: "u1", resourceVersion: "7")

    private func withRecorder(
        _ body: (EventRecorder, FakeAPI, ManualClock) async throws -> Void
    ) async throws {
        let clock = ManualClock()
        let api = FakeAPI(clock: clock)
        let recorder = EventRecorder(
            transport: api, component: "kubelet", host: "n1", time: .manual(clock), logger: quiet)
        let run = Task { await recorder.run() }
        try await body(recorder, api, clock)
        run.cancel()
        await run.value
    }

    @Test func `an event says what happened to whom, where and when`() async throws {
        try await withRecorder { recorder, api, _ in
            recorder.record(about, .normal, reason: "Started", message: "Started container c")
            try await api.eventually("the event") { $0.objects(Resources.events).count == 1 }
            let event = api.objects(Resources.events)[0]
            #expect(event["metadata"]["name"].string == "web.18867251edfa0000")
            #expect(event["metadata"]["namespace"].string == "default")
            #expect(event["involvedObject"]["uid"].string == "u1")
            #expect(event["reason"].string == "Started")
            #expect(event["message"].string == "Started container c")
            #expect(event["type"].string == "Normal")
            #expect(event["source"] == ["component": "kubelet", "host": "n1"])
            #expect(event["count"].int == 1)
            #expect(event["firstTimestamp"].string == "2026-01-01T00:00:00Z")
        }
    }

    @Test func `what repeats is counted on the first event`() async throws {
        try await withRecorder { recorder, api, clock in
            for _ in 0..<3 {
                recorder.record(about, .warning, reason: "BackOff", message: "Back-off restarting")
                clock.advance(by: .seconds(5))
            }
            try await api.eventually("the count") { $0.objects(Resources.events).first?["count"].int == 3 }
            let event = api.objects(Resources.events)[0]
            #expect(api.objects(Resources.events).count == 1)
            #expect(event["firstTimestamp"].string == "2026-01-01T00:00:00Z")
            #expect(event["lastTimestamp"].string == "2026-01-01T00:00:10Z")
        }
    }

    @Test func `similar events are combined after ten`() async throws {
        try await withRecorder { recorder, api, clock in
            for number in 0..<12 {
                recorder.record(about, .warning, reason: "Failed", message: "attempt \(number)")
                clock.advance(by: .milliseconds(1))
            }
            try await api.eventually("the combined event") {
                $0.objects(Resources.events).contains {
                    $0["message"].string == "(combined from similar events): attempt 11" && $0["count"].int == 3
                }
            }
            #expect(api.objects(Resources.events).count == 10)
        }
    }

    @Test func `one object cannot flood the API`() async throws {
        try await withRecorder { recorder, api, clock in
            for number in 0..<40 {
                recorder.record(about, .normal, reason: "R\(number)", message: "m")
                clock.advance(by: .milliseconds(1))
            }
            var other = about
            other.name = "last"
            recorder.record(other, .normal, reason: "Last", message: "m")
            try await api.eventually("the last") {
                $0.objects(Resources.events).contains { $0["reason"].string == "Last" }
            }
            #expect(api.objects(Resources.events).count == 26)
        }
    }

    @Test func `an API server that is away gets the event later`() async throws {
        try await withRecorder { recorder, api, clock in
            let away = FirstOnly()
            api.addReactor { request throws(StatusError) in
                if request.resource == Resources.events, away.take() {
                    throw StatusError(code: 503, reason: .serviceUnavailable, message: "away")
                }
                return nil
            }
            recorder.record(about, .normal, reason: "Started", message: "m")
            await clock.waitForSleepers()
            clock.advance(by: .seconds(10))
            try await api.eventually("the event") { $0.objects(Resources.events).count == 1 }
        }
    }
}
