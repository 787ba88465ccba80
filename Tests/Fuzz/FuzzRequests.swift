// What libFuzzer calls for each input: the first byte chooses a parser, the rest is what it parses. What is accepted must
// be written and read back as the same; what is refused must say why. A broken rule aborts, which libFuzzer reports.
import ApusAPI
import ApusJSON
import Glibc

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRequests(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 0 else { return 0 }
    let text = String(decoding: UnsafeBufferPointer(start: start + 1, count: count - 1), as: UTF8.self)
    switch start[0] % 10 {
    case 0: checkLabelSelector(text)
    case 1: checkFieldSelector(text)
    case 2: checkQuantity(text)
    case 3: checkTime(text)
    case 4: checkPercentEncoding(text)
    case 5: checkRequest(text)
    case 6: checkContinueToken(text)
    case 7: checkAccept(text)
    case 8: checkToken(text)
    default: checkPatches(text)
    }
    return 0
}

private func check(_ holds: Bool, _ broken: StaticString) {
    guard !holds else { return }
    print("broken: \(broken)")
    fflush(nil)
    abort()
}

private func checkLabelSelector(_ text: String) {
    let selector: LabelSelector
    do throws(LabelSelectorError) {
        selector = try LabelSelector(parsing: text)
    } catch {
        return check(!error.description.isEmpty, "a label selector is refused without a reason")
    }
    let again = try? LabelSelector(parsing: selector.description)
    check(again?.description == selector.description, "a label selector means something else when it is written")
    // A signature may let others through, but never keeps out what matches.
    let labels = Dictionary(
        selector.requirements.map { ($0.key, $0.values.first ?? "") }, uniquingKeysWith: { first, _ in first })
    if selector.matches(labels), let filter = LabelSignatureFilter(selector) {
        check(filter.mayMatch(LabelSignature(labels)), "a signature keeps a match out")
    }
}

private func checkFieldSelector(_ text: String) {
    do throws(FieldSelectorError) {
        let selector = try FieldSelector(parsing: text)
        let again = try FieldSelector(parsing: selector.description)
        check(again.description == selector.description, "a field selector means something else when it is written")
        _ = selector.matches { $0 }
    } catch {
        check(!error.description.isEmpty, "a field selector is refused without a reason")
    }
}

private func checkQuantity(_ text: String) {
    guard let quantity = try? Quantity(parsing: text) else { return }
    guard let again = try? Quantity(parsing: quantity.description) else {
        return check(false, "a quantity cannot be read back")
    }
    check(again.description == quantity.description, "a quantity has two canonical forms")
}

private func checkTime(_ text: String) {
    if let time = Timestamp(rfc3339: text) {
        check(Timestamp(rfc3339: time.rfc3339)?.seconds == time.seconds, "a time is another one when it is written")
        _ = Timestamp.age(of: text, now: Timestamp(seconds: 0))
    }
    _ = GoDuration.parse(text)
}

private func checkPercentEncoding(_ text: String) {
    check(PercentEncoding.decode(PercentEncoding.encode(text)) == text, "a text is lost in its encoding")
    let query = Query(text)
    for item in query.items { check(query[item.name] != nil, "a parameter is not found by its name") }
    do throws(StatusError) {
        for verb in [APIRequest.Verb.list, .delete, .patch] { _ = try APIOptions(query, verb) }
    } catch {
        check(error.code == 400 || error.code == 422, "options are refused as something else")
    }
}

private func checkRequest(_ text: String) {
    for method in ["GET", "POST", "DELETE"] {
        let info = RequestInfo(method: method, path: text, watch: false, fieldName: nil)
        check(!info.verb.isEmpty || !info.isResource, "a request for a resource has no verb")
    }
}

private func checkContinueToken(_ text: String) {
    do throws(StatusError) {
        let token = try ContinueToken(decoding: text)
        let again = try ContinueToken(decoding: token.encoded)
        check(again == token, "a token leads elsewhere when it is written")
    } catch {
        check(error.code == 400 && !error.message.isEmpty, "a token is refused as something else")
    }
    if let bytes = Base64URL.decode(text) {
        check(Base64URL.decode(Base64URL.encode(bytes)) == bytes, "bytes are lost in their encoding")
    }
}

private func checkAccept(_ text: String) {
    let clauses = AcceptClause.parse(text)
    check(clauses.count <= text.utf8.count, "there are more clauses than text")
    for clause in clauses { _ = (clause.matches("application/json"), clause.target) }
}

private func checkToken(_ text: String) {
    guard let token = CompactToken(text) else { return }
    check(text.hasPrefix(token.signed), "what is signed is not what was sent")
    check(token.signed.filter { $0 == "." }.count == 1, "what is signed is not header and claims")
    check(token.audiences.count <= text.utf8.count, "there are more audiences than text")
}

/// `[object, patch]`.
private func checkPatches(_ text: String) {
    guard let value = try? JSONValue(parsing: Bytes(text)) else { return }
    let (object, patch) = (value[0], value[1])
    for type in APIRequest.PatchType.allCases where type != .apply {
        do throws(StatusError) {
            _ = try ObjectPatch(type, patch).apply(to: object, schema: nil)
        } catch {
            check((400..<500).contains(error.code) && !error.message.isEmpty, "a patch is refused as a fault")
        }
    }
}
