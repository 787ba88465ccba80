import ApusAPI
import ApusHTTP
import NIOCore
import NIOHTTP1

/// Discovery and OpenAPI: `/api`, `/apis` and what lies below, `/openapi`.
struct DocumentPaths: PathHandler {
    let documents: APIDocuments

    func answer(to call: HTTPCall) -> PathAnswer? {
        let headers = call.request.headers
        guard
            let document = documents.document(
                path: call.info.path, accept: headers.first(name: "accept"),
                ifNoneMatch: headers.first(name: "if-none-match"), hash: call.query["hash"],
                isPretty: call.isPretty)
        else { return nil }
        var body = ByteBuffer()
        body.write(document.bytes)
        return PathAnswer(
            status: document.status, contentType: document.contentType, body: body, headers: document.headers)
    }
}
