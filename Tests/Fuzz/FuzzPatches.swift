// What libFuzzer calls for each input: the first byte chooses a built-in kind, the rest is `[object, patch]` in JSON. A patch
// that is taken leaves an object of the kind; one that is refused says why; what is applied twice changes nothing the second
// time.
import ApusAPI
import ApusJSON
import ApusResources
import Glibc

private let resources = BuiltInStrategies.resources

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPatches(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 1 else { return 0 }
    let resource = resources[Int(start[0]) % resources.count]
    let text = Bytes(UnsafeRawBufferPointer(start: start + 1, count: count - 1))
    guard let pair = try? JSONValue(parsing: text) else { return 0 }
    var object = pair[0]
    guard object.object != nil, shape(&object, resource) else { return 0 }
    for type in APIRequest.PatchType.allCases where type != .apply { checkPatch(type, pair[1], object, resource) }
    checkApply(pair[1], object, resource)
    return 0
}

private func check(_ holds: Bool, _ broken: StaticString) {
    guard !holds else { return }
    print("broken: \(broken)")
    fflush(nil)
    abort()
}

/// Brings `object` into the form of its kind; false where it has none.
private func shape(_ object: inout JSONValue, _ resource: Resource) -> Bool {
    do throws(StatusError) {
        object["kind"] = .string(resource.definition.kind)
        object["apiVersion"] = .string(resource.definition.apiVersion)
        _ = try resource.decode(&object, validation: .ignore)
        return true
    } catch {
        check(error.code == 400 && !error.message.isEmpty, "an object is refused as a fault")
        return false
    }
}

private func checkPatch(_ type: APIRequest.PatchType, _ patch: JSONValue, _ object: JSONValue, _ resource: Resource) {
    do throws(StatusError) {
        let patched = try ObjectPatch(type, patch).apply(to: object, of: resource).object
        var again = patched
        check(shape(&again, resource), "what was patched is of another kind")
        check(
            again.encoded(order: .canonical) == patched.encoded(order: .canonical), "what was patched has another form")
    } catch {
        check((400..<500).contains(error.code) && !error.message.isEmpty, "a patch is refused as a fault")
    }
}

private func checkApply(_ patch: JSONValue, _ object: JSONValue, _ resource: Resource) {
    guard patch.object != nil else { return }
    var config = patch
    config["kind"] = .string(resource.definition.kind)
    config["apiVersion"] = .string(resource.definition.apiVersion)
    let fields = FieldManager(resource)
    let writer = FieldManager.Writer(
        manager: "fuzz", apiVersion: resource.definition.apiVersion, now: Timestamp(seconds: 0))
    do throws(StatusError) {
        let first = try fields.apply(config, to: object, force: true, writer).object
        let second = try fields.apply(config, to: first, force: false, writer).object
        check(
            second.encoded(order: .canonical) == first.encoded(order: .canonical), "the second apply changed something")
    } catch {
        check((400...500).contains(error.code) && !error.message.isEmpty, "a configuration is refused without a reason")
    }
}
