import ApusAPI
import ApusClient
import ApusJSON
import FoundationEssentials
import SwiftASN1
import X509

/// Deletes CertificateSigningRequests that nobody needs any more (`csrcleaner`): what is issued, denied or failed after
/// an hour, what nobody has decided after a day, and what is issued when its certificate ends.
struct CSRCleanerController: Controller {
    private static let decided: Int64 = 3600
    private static let pending: Int64 = 24 * 3600

    let context: ControllerContext
    let requests: Informer
    let queue: WorkQueue<String>

    init(_ context: ControllerContext) {
        self.context = context
        requests = context.informers.informer(Resources.certificateSigningRequests)
        queue = WorkQueue(time: context.time)
        requests.addHandler { [queue] change in
            if case .deleted = change { return }
            queue.add(change.object.name)
        }
    }

    func run() async {
        guard await context.synced(requests) else { return }
        await queue.run(workers: 1, logger: context.logger, sync)
    }

    private func sync(_ name: String) async throws -> WorkResult {
        guard let object = requests.cache[name]?.tree, let end = Self.end(of: object) else { return .done }
        let rest = end - context.time.now.seconds
        if rest > 0 { return .again(after: .seconds(rest)) }
        try await context.client.deleteIfPresent(Resources.certificateSigningRequests, name: name)
        return .done
    }

    /// When the request is of no more use, in seconds since 1970; nil: not foreseeably.
    static func end(of object: JSONValue) -> Int64? {
        let state = SigningState(object)
        func updated(_ type: String) -> Int64? { state.condition(type)?["lastUpdateTime"].timestamp?.seconds }
        var ends = ["Denied", "Failed"].compactMap { updated($0).map { $0 + decided } }
        if state.isPending { ends.append(object.creationTime.seconds + pending) }
        if state.isIssued, state.isApproved {
            if let time = updated("Approved") { ends.append(time + decided) }
            if let time = certificateEnd(object["status"]["certificate"].string ?? "") { ends.append(time) }
        }
        return ends.min()
    }

    /// The end of the first certificate in base64 of PEM.
    private static func certificateEnd(_ text: String) -> Int64? {
        guard let bytes = Base64.decode(text),
            let first = try? PEMDocument.parseMultiple(pemString: String(decoding: bytes, as: UTF8.self)).first,
            let certificate = try? Certificate(pemDocument: first)
        else { return nil }
        return Int64(certificate.notValidAfter.timeIntervalSince1970)
    }
}
