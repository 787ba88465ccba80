import Foundation
import ProgramTestSupport
import Testing

extension ClusterTests {
    /// What the API answers to requests that are wrong: upstream's status codes and `Status` bodies.
    @Suite(.serialized, .installation("bad-input", port: 17444, arguments: ["--no-node"]))
    struct BadInputTests {
        struct Case: Sendable, CustomTestStringConvertible {
            var testDescription: String
            var method = "POST"
            var path = "/api/v1/namespaces/default/configmaps"
            var body: String?
            var contentType = "application/json"
            var headers: [String] = []
            var asAdministrator = true
            var code: Int
            var reason: String
            var message: String

            init(
                _ name: String, _ method: String = "POST", _ path: String = "/api/v1/namespaces/default/configmaps",
                body: String? = nil, contentType: String = "application/json", headers: [String] = [],
                asAdministrator: Bool = true, code: Int, reason: String, message: String
            ) {
                testDescription = name
                self.method = method
                self.path = path
                self.body = body
                self.contentType = contentType
                self.headers = headers
                self.asAdministrator = asAdministrator
                self.code = code
                self.reason = reason
                self.message = message
            }
        }

        static func map(_ name: String, _ extra: String = "") -> String {
            "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"\(name)\"}\(extra)}"
        }

        static let cases: [Case] = [
            Case(
                "malformed JSON", body: "{\"apiVersion\":", code: 400, reason: "BadRequest", message: "unexpected end"),
            Case(
                "malformed YAML", body: "a: [", contentType: "application/yaml", code: 400, reason: "BadRequest",
                message: "yaml"),
            Case(
                "a wrong kind", body: "{\"apiVersion\":\"v1\",\"kind\":\"Secret\",\"metadata\":{\"name\":\"x\"}}",
                code: 400, reason: "BadRequest", message: "Secret in version \"v1\" cannot be handled as a ConfigMap"),
            Case(
                "an unknown field, strictly", "POST",
                "/api/v1/namespaces/default/configmaps?fieldValidation=Strict", body: map("x", ",\"dta\":{}"),
                code: 400, reason: "BadRequest", message: "strict decoding error: unknown field \"dta\""),
            Case(
                "a name that breaks the rules", body: map("Not_A_Name"), code: 422, reason: "Invalid",
                message:
                    "ConfigMap \"Not_A_Name\" is invalid: metadata.name: Invalid value: \"Not_A_Name\": a lowercase RFC 1123 subdomain must consist of"
            ),
            Case(
                "a quantity that does not parse", "POST", "/api/v1/namespaces/default/pods",
                body:
                    "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"x\"},\"spec\":{\"containers\":[{\"name\":\"a\",\"image\":\"b\",\"resources\":{\"requests\":{\"cpu\":\"lots\"}}}]}}",
                code: 400, reason: "BadRequest", message: "quantities must match the regular expression"),
            Case(
                "a body over the limit",
                body: map("x", ",\"data\":{\"a\":\"\(String(repeating: "x", count: 3_300_000))\"}"),
                code: 413, reason: "RequestEntityTooLarge", message: "limit is 3145728"),
            Case(
                "a selector that does not parse", "GET", "/api/v1/pods?labelSelector=a+b+c", code: 400,
                reason: "BadRequest", message: "unable to parse requirement"),
            Case(
                "a field selector that the kind does not have", "GET", "/api/v1/pods?fieldSelector=spec.color%3Dred",
                code: 400, reason: "BadRequest", message: "field label not supported"),
            Case(
                "an unknown resource", "GET", "/api/v1/namespaces/default/cats", code: 404, reason: "NotFound",
                message: "the server could not find the requested resource"),
            Case(
                "an object that is not there", "GET", "/api/v1/namespaces/default/pods/none", code: 404,
                reason: "NotFound", message: "pods \"none\" not found"),
            Case(
                "a token that is none", "GET", "/api/v1/pods", headers: ["Authorization: Bearer nonsense"],
                asAdministrator: false, code: 401, reason: "Unauthorized", message: "Unauthorized"),
            Case(
                "a forbidden verb", "GET", "/api/v1/namespaces/default/pods", asAdministrator: false, code: 403,
                reason: "Forbidden",
                message:
                    "pods is forbidden: User \"system:anonymous\" cannot list resource \"pods\" in API group \"\" in the namespace \"default\""
            ),
            Case(
                "a media type that the server does not read", body: "a=b", contentType: "text/csv", code: 415,
                reason: "UnsupportedMediaType", message: "the body of the request was in an unknown format"),
            Case(
                "a namespace that is not there", "POST", "/api/v1/namespaces/none/configmaps", body: map("x"),
                code: 404,
                reason: "NotFound", message: "namespaces \"none\" not found"),
            Case(
                "a verb that the resource does not have", "PUT", "/api/v1/namespaces/default/configmaps",
                body: map("x"),
                code: 405, reason: "MethodNotAllowed", message: "the server does not allow this method"),
        ]

        @Test("each gets upstream's code and Status", arguments: BadInputTests.cases)
        func answered(_ example: Case) async throws {
            let cluster = try #require(SharedInstallation.current)
            let (code, body) = try await cluster.request(
                example.method, example.path, body: example.body, contentType: example.contentType,
                headers: example.headers, asAdministrator: example.asAdministrator)
            #expect(code == example.code, "\(body.prefix(2000))")
            let status = try #require(
                try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any], "\(body.prefix(500))")
            #expect(status["kind"] as? String == "Status")
            #expect(status["status"] as? String == "Failure")
            #expect(status["reason"] as? String == example.reason)
            #expect(status["code"] as? Int == example.code)
            let message = try #require(status["message"] as? String)
            #expect(message.contains(example.message), "\(message)")
        }

        @Test("kubectl shows what is wrong with a manifest")
        func kubectlShows() async throws {
            let cluster = try #require(SharedInstallation.current)
            let result = try await cluster.kubectl("apply", "-f", "-", input: Self.map("Not_A_Name"))
            #expect(result.code == 1)
            #expect(result.errors.contains("The ConfigMap \"Not_A_Name\" is invalid: metadata.name: Invalid value"))
            let unknown = try await cluster.kubectl("get", "cats")
            #expect(unknown.errors.contains("the server doesn't have a resource type \"cats\""))
            let denied = try await cluster.kubectl("get", "pods", "--as=nobody")
            #expect(denied.errors.hasPrefix("Error from server (Forbidden): pods is forbidden: User \"nobody\""))
        }
    }

    /// What keeps `apus up` from starting: one line, a code that is not zero, nothing touched.
    @Suite(.serialized)
    struct StartTests {
        static let data = Installation.folder("start")

        func up(_ arguments: String..., environment: [String: String] = [:]) async throws -> Shell.Result {
            try await Shell.run(
                [Installation.apus, "up", "--no-node"] + arguments, environment: environment, deadline: .seconds(60))
        }

        func checkOneLine(_ result: Shell.Result, says words: String) {
            #expect(result.code == 1)
            let lines = result.errors.split(separator: "\n")
            #expect(lines.count == 1 && lines[0].contains(words), "\(result.all)")
        }

        @Test("a corrupt database is named and left as it is")
        func corruptDatabase() async throws {
            let folder = Self.data + "-corrupt"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let garbage = Data("this is no database, and it is long enough to be read as one".utf8)
            try garbage.write(to: URL(filePath: folder + "/store.db"))
            checkOneLine(try await up("--data-dir", folder, "--port", "17450"), says: folder + "/store.db")
            #expect(try Data(contentsOf: URL(filePath: folder + "/store.db")) == garbage)
        }

        @Test("a port in use is named")
        func portInUse() async throws {
            let folder = Self.data + "-port"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(listener) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = UInt16(17451).bigEndian
            let bound = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            #expect(bound == 0 && listen(listener, 1) == 0)
            checkOneLine(try await up("--data-dir", folder, "--port", "17451"), says: "17451")
            #expect(!FileManager.default.fileExists(atPath: folder + "/store.db"))
        }

        @Test("a data directory that cannot be written is named")
        func unwritableDirectory() async throws {
            checkOneLine(try await up("--data-dir", "/proc/apus", "--port", "17452"), says: "/proc/apus")
        }

        @Test("a missing runtime binary is named")
        func missingRuntime() async throws {
            let folder = Self.data + "-runtime"
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let result = try await Shell.run(
                [
                    Installation.apus, "up", "--data-dir", folder, "--port", "17453", "--conmon", "/nowhere/conmon",
                ], deadline: .seconds(60))
            checkOneLine(result, says: "conmon")
            #expect(!FileManager.default.fileExists(atPath: folder + "/store.db"))
        }
    }
}
