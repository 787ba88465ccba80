import ApusAPI
import Testing

@testable import ApusSnapshots

struct ScheduledNameTests {
    @Test("a name says when, of what, at which revision and where, and is read back")
    func text() throws {
        let time = try #require(Timestamp(rfc3339: "2026-11-23T01:05:09.5Z"))
        let name = ScheduledName(time: time, cluster: "3f2a9c41", revision: 104_233, node: "server-1.lan")
        #expect(name.text == "scheduled-20261123T010509Z-3f2a9c41-r104233-server-1.lan.snapshot")
        #expect(ScheduledName(name.text) == name)
        let odd = ScheduledName(time: time, cluster: "c", revision: 1, node: "a/b ü")
        #expect(odd.text.hasSuffix("-a_b__.snapshot"))
        #expect(ScheduledName(odd.text) == odd)
    }

    static let others = [
        "", "scheduled", "backup.snapshot", "scheduled-20261123T010509Z-3f2a9c41-r1-n.snapshot.partial",
        "scheduled-20261123T010509Z-3f2a9c41-r1.snapshot", "scheduled-20261323T010509Z-3f2a9c41-r1-n.snapshot",
        "scheduled-20261123T010509-3f2a9c41-r1-n.snapshot", "scheduled-20261123T010509Z-3f2a9c41-1-n.snapshot",
        "scheduled-20261123T010509Z-3f2a9c41-r01-n.snapshot", "manual-20261123T010509Z-3f2a9c41-r1-n.snapshot",
    ]

    @Test("any other name is not the schedule's", arguments: others)
    func foreign(name: String) { #expect(ScheduledName(name) == nil) }
}
