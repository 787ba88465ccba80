import ApusJSON
import ApusStoreEtcd
import GRPCCore
import GRPCNIOTransportHTTP2Posix

/// What etcd gives a gRPC client that does nothing but send transactions: the measure of the store over it.
struct BareEtcd: Sendable {
    private let channel: EtcdChannel
    private let value: [UInt8]

    init(_ endpoint: EtcdEndpoint, value: Bytes) throws {
        channel = try EtcdChannel(endpoint, tls: .init())
        self.value = value.withUnsafeBytes { Array($0) }
    }

    func close() { channel.close() }

    /// Makes `key` where it is missing, as `Store.commit` does.
    func create(_ key: String) async throws {
        let key = Array(key.utf8)
        // Compare{target: MOD, key, mod_revision: 0}; RequestOp{PutRequest{key, value}}; RequestOp{RangeRequest{key}}.
        var request = Field.message(1, Field.number(2, 2) + Field.message(3, key) + Field.number(6, 0))
        request += Field.message(2, Field.message(2, Field.message(1, key) + Field.message(2, value)))
        request += Field.message(3, Field.message(1, Field.message(1, key)))
        _ = try await channel.client.unary(
            request: ClientRequest(message: request),
            descriptor: MethodDescriptor(fullyQualifiedService: "etcdserverpb.KV", method: "Txn"),
            serializer: Raw(), deserializer: Raw(), options: .defaults
        ) { try $0.message }
    }

    /// Fields of protobuf messages.
    private enum Field {
        static func number(_ field: UInt8, _ value: UInt8) -> [UInt8] { [field << 3, value] }

        static func message(_ field: UInt8, _ bytes: [UInt8]) -> [UInt8] {
            var result = [field << 3 | 2]
            var length = bytes.count
            while length > 127 {
                result.append(UInt8(length & 127) | 128)
                length >>= 7
            }
            result.append(UInt8(length))
            return result + bytes
        }
    }

    /// Bytes as they are.
    private struct Raw: MessageSerializer, MessageDeserializer {
        func serialize<B: GRPCContiguousBytes>(_ message: [UInt8]) -> B { B(message) }

        func deserialize<B: GRPCContiguousBytes>(_ serializedMessageBytes: B) -> [UInt8] {
            serializedMessageBytes.withUnsafeBytes { Array($0) }
        }
    }
}
