// What libFuzzer calls for each input: its first byte chooses a built-in kind, the rest is the message of an object. What
// is read must, in the form of its kind, be written and read back as the same object; what is refused must say why.
import ApusAPI
import ApusJSON
import ApusResources
import Glibc

private let definitions = BuiltInDefinitions.all

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzProtobuf(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 0 else { return 0 }
    let definition = definitions[Int(start[0]) % definitions.count]
    let message = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
    // The envelope itself is read from the same bytes.
    do { _ = try ProtobufEnvelope(message) } catch { check(!error.description.isEmpty, "a refusal without a reason") }
    guard var object = read(message, definition), shape(&object, definition) else { return 0 }
    var writer = ProtobufWriter()
    do { try ProtobufEncoder(definition.schema).append(APIObject(object), to: &writer) } catch {
        check(false, "an object that was read is no JSON")
    }
    guard var again = read(writer.bytes, definition) else {
        check(false, "what was written is not read back")
        return 0
    }
    check(shape(&again, definition), "what was written has another form")
    check(
        again.encoded(order: .canonical) == object.encoded(order: .canonical), "what was written means something else")
    return 0
}

private func check(_ holds: Bool, _ broken: StaticString) {
    guard !holds else { return }
    print("broken: \(broken)")
    fflush(nil)
    abort()
}

private func read(_ message: [UInt8], _ definition: Definition) -> JSONValue? {
    let head = ProtobufEnvelope.head(
        kind: definition.kind, apiVersion: definition.apiVersion, count: message.count)
    do {
        return try ProtobufDecoder().decode(try ProtobufEnvelope(head + message), as: definition.schema)
    } catch {
        check(!"\(error)".isEmpty, "a refusal without a reason")
        return nil
    }
}

/// Brings what was read into the form that the pipeline gives it; false where it has none.
private func shape(_ object: inout JSONValue, _ definition: Definition) -> Bool {
    var decoder = ObjectDecoder(definition.schema.table)
    do { try decoder.decode(&object, as: definition.schema) } catch { return false }
    check(decoder.unknownFields.isEmpty, "a field that the kind does not have")
    if !object["metadata"].isNull {
        // They are not part of the bytes.
        object["metadata"].remove("resourceVersion")
        object["metadata"].remove("selfLink")
    }
    return true
}
