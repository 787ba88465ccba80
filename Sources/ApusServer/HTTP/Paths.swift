import ApusAPI
import ApusJSON
import NIOCore

/// The answer to a path that names no resource.
struct PathAnswer: Sendable {
    var status = 200
    var contentType = "application/json"
    var body = ByteBuffer()
    var headers: [(String, String)] = []

    init(status: Int = 200, json: JSONValue) {
        self.status = status
        body.write(json.encoded())
    }

    init(status: Int = 200, text: String, contentType: String = "text/plain; charset=utf-8") {
        self.status = status
        self.contentType = contentType
        headers = [("X-Content-Type-Options", "nosniff")]
        body.writeString(text)
    }

    init(status: Int = 200, contentType: String, body: ByteBuffer, headers: [(String, String)] = []) {
        self.status = status
        self.contentType = contentType
        self.body = body
        self.headers = headers
    }
}

/// Something that answers some of the paths that name no resource.
protocol PathHandler: Sendable {
    /// The answer; nil where the path is not its own.
    func answer(to call: HTTPCall) -> PathAnswer?
}

/// All paths that name no resource, in the order in which their handlers are asked.
struct Paths: Sendable {
    let handlers: [any PathHandler]

    func answer(to call: HTTPCall) -> PathAnswer? {
        for handler in handlers {
            if let answer = handler.answer(to: call) { return answer }
        }
        return nil
    }
}
