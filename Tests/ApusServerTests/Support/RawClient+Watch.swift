import ApusJSON
import AsyncHTTPClient
import NIOCore
import NIOHTTP1

extension RawClient {
    /// The first `count` lines of a watch, fewer where it ends before; `between` runs after the first line.
    func events(
        _ path: String, _ headers: [String: String] = [:], count: Int,
        between: () async throws -> Void = {}
    ) async throws -> [JSONValue] {
        var request = HTTPClientRequest(url: base + path)
        request.headers.add(name: "Authorization", value: "Bearer \(TestServer.token)")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        var events: [JSONValue] = []
        var rest = ByteBuffer()
        for try await chunk in response.body {
            rest.writeImmutableBuffer(chunk)
            while let end = rest.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) {
                let line = rest.readString(length: end - rest.readerIndex + 1) ?? ""
                events.append(try JSONValue(parsing: Bytes(line)))
                if events.count == count { return events }
                if events.count == 1 { try await between() }
            }
        }
        return events
    }
}
