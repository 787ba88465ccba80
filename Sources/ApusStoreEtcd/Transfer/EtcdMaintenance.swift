public import ApusStore

/// What administrators see and do of etcd itself.
public final class EtcdMaintenance: Sendable {
    /// One member, as it answers for itself.
    public struct Member: Sendable {
        public var endpoint: String
        /// Why it does not answer; the other fields are empty then.
        public var failure: String?
        public var version = ""
        public var databaseBytes: Int64 = 0
        public var databaseBytesInUse: Int64 = 0
        public var isLeader = false
        public var isLearner = false
        /// Alarms and what else the member complains of.
        public var errors: [String] = []
    }

    public struct Contents: Sendable {
        public var revision: Revision
        /// How many keys lie below the prefix.
        public var keys: Int
    }

    private let client: EtcdClient
    private let configuration: EtcdConfiguration

    public init(_ configuration: EtcdConfiguration) throws(StoreError) {
        client = try EtcdClient(configuration)
        self.configuration = configuration
    }

    deinit { client.close() }

    public func close() { client.close() }

    /// Asks every member that the configuration names.
    public func members() async -> [Member] {
        var members: [Member] = []
        for channel in client.channels {
            var member = Member(endpoint: channel.endpoint.description)
            do {
                let status = try await client.call(.status, EtcdStatusRequest(), at: channel, within: .seconds(5))
                member.version = status.version
                member.databaseBytes = status.dbSize
                member.databaseBytesInUse = status.dbSizeInUse
                member.isLeader = status.leader != 0 && status.leader == status.header.memberID
                member.isLearner = status.isLearner
                member.errors = status.errors
            } catch {
                member.failure = "\(EtcdFailure(error).storeError)"
            }
            members.append(member)
        }
        return members
    }

    public func contents() async throws(StoreError) -> Contents {
        var request = EtcdRangeRequest(RangeRequest(prefix: configuration.prefix))
        request.countOnly = true
        do throws(EtcdFailure) {
            let response = try await client.read(.range, request, within: configuration.openTimeout)
            return Contents(revision: Revision(response.header.revision), keys: Int(response.count))
        } catch {
            throw error.storeError
        }
    }

    /// Whether a key below the prefix was made or changed after `revision`.
    public func hasChanges(after revision: Revision) async throws(StoreError) -> Bool {
        var request = EtcdRangeRequest(RangeRequest(prefix: configuration.prefix))
        request.minModRevision = Int64(clamping: revision) + 1
        request.limit = 1
        request.keysOnly = true
        do throws(EtcdFailure) {
            return try await !client.read(.range, request).kvs.isEmpty
        } catch {
            throw error.storeError
        }
    }

    /// Forgets everything before `revision`, and returns once etcd has freed it; what is forgotten already stays so.
    public func compact(at revision: Revision) async throws(StoreError) {
        var request = EtcdCompactionRequest()
        request.revision = Int64(clamping: revision)
        request.physical = true
        do throws(EtcdFailure) {
            _ = try await client.read(.compact, request)
        } catch {
            guard case .compacted = error else { throw error.storeError }
        }
    }

    /// Has each member give freed space back to its file system, one after another; a member answers nobody meanwhile.
    public func defragment() async throws(StoreError) {
        for channel in client.channels {
            do {
                _ = try await client.call(.defragment, EtcdDefragmentRequest(), at: channel, within: .seconds(300))
            } catch {
                throw .unavailable("\(channel.endpoint): \(EtcdFailure(error).storeError)")
            }
        }
    }
}
