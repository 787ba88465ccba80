import ApusStore
import Testing

struct ChecksumTests {
    struct Vector: Sendable {
        var text: String
        var seed: UInt64
        var hash: UInt64
    }

    @Test(
        "XXH64 gives the published values",
        arguments: [
            Vector(text: "", seed: 0, hash: 0xEF46_DB37_51D8_E999),
            Vector(text: "a", seed: 0, hash: 0xD24E_C4F1_A98C_6E5B),
            Vector(text: "abc", seed: 0, hash: 0x44BC_2CF5_AD77_0999),
            Vector(
                text: "Call me Ishmael. Some years ago--never mind how long precisely-", seed: 0,
                hash: 0x02A2_E854_70D6_FD96),
        ])
    func vectors(_ vector: Vector) {
        let hash = Array(vector.text.utf8).withUnsafeBytes { XXH64.hash($0, seed: vector.seed) }
        #expect(hash == vector.hash)
    }
}
