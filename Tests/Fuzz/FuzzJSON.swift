// What libFuzzer calls for each input. What is parsed must be written and read back as the same value, in every form;
// what is refused must say why; patches must never do worse than fail. A broken rule aborts, which libFuzzer reports.
import ApusJSON
import Glibc

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Bytes(UnsafeRawBufferPointer(start: start, count: count))
    var duplicates: [String] = []
    let value: JSONValue
    do {
        value = try JSONValue(parsing: input, duplicates: &duplicates)
    } catch {
        check(!error.message.isEmpty && error.message != "invalid JSON", "a refusal without a reason")
        check(error.offset >= 0 && error.offset <= count, "a place outside of the input")
        return 0
    }
    checkRoundTrips(value)
    checkCursor(input, value)
    checkPatches(value)
    return 0
}

private func check(_ holds: Bool, _ broken: StaticString) {
    guard !holds else { return }
    print("broken: \(broken)")
    fflush(nil)
    abort()
}

/// Values are compared by their canonical bytes: a whole double is written without a fraction, as Go writes it, and
/// comes back as an integer, and minus zero as zero, so the first trip does not count.
private func checkRoundTrips(_ parsed: JSONValue) {
    let value = reparsed(parsed.encoded()) ?? "not read back"
    let canonical = value.encoded(order: .canonical)
    func isSame(_ bytes: Bytes) -> Bool { reparsed(bytes)?.encoded(order: .canonical) == canonical }
    check(isSame(canonical), "canonical bytes mean something else")
    check(isSame(value.encoded()), "bytes in order mean something else")
    var writer = JSONWriter()
    writer.append(pretty: value)
    check(isSame(writer.bytes()), "pretty bytes mean something else")
}

private func reparsed(_ bytes: Bytes) -> JSONValue? { try? JSONValue(parsing: bytes) }

private func checkCursor(_ input: Bytes, _ value: JSONValue) {
    guard let document = try? Document(parsing: input) else { preconditionFailure("parsed once, refused once") }
    let root = Cursor(document)
    check(root.value() == value, "a cursor sees something else")
    var count = 0
    root.forEach { _ in count += 1 }
    check(count == value.elements.count, "elements are lost")
    for member in value.object?.members ?? [] {
        check(root.member(named: member.key).exists, "a member is not found")
    }
}

/// `[document, JSON patch, merge patch]`.
private func checkPatches(_ value: JSONValue) {
    if let patch = try? JSONPatch(value[1]) {
        var document = value[0]
        do throws(JSONPatch.Failure) {
            try patch.apply(to: &document)
        } catch {
            check(document == value[0], "a patch that failed changed something")
        }
    }
    var merged = value[0]
    merged.apply(mergePatch: value[2])
    var again = merged
    again.apply(mergePatch: .mergePatch(from: merged, to: merged))
    check(again == merged || merged.object == nil, "a patch of nothing changed something")
}
