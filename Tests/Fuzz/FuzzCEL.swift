// What libFuzzer calls for each input: an expression, and behind a zero byte the JSON that it is evaluated on. What does
// not compile must say why and where; what compiles must end within its budget, and say the same twice.
import ApusAPI
import ApusCEL
import ApusJSON
import Glibc

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCEL(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = UnsafeBufferPointer(start: start, count: count)
    let end = input.firstIndex(of: 0) ?? count
    let text = String(decoding: input[..<end], as: UTF8.self)
    let json = Bytes(Array(input.dropFirst(end + 1)))
    let value = (try? JSONValue(parsing: json)) ?? ["list": [1, 2], "text": "a"]
    checkPattern(text)
    let program: Program
    do {
        program = try Environment([.init("self"), .init("oldSelf", isOptional: true)]).compile(text)
    } catch {
        check(!error.problems.isEmpty && error.description.hasPrefix("ERROR: "), "a refusal without a reason")
        return 0
    }
    _ = program.estimatedCost
    let first = program.evaluate(["self": Value(value)], budget: 20_000)
    let second = program.evaluate(["self": Value(value)], budget: 20_000)
    check(first.cost == second.cost, "the same evaluation costs something else")
    if case .exceeded = first.result { check(first.cost > 20_000, "stopped within the budget") }
    return 0
}

/// Any text may come as the `pattern` of a schema.
private func checkPattern(_ text: String) {
    guard let expression = try? RegularExpression(String(text.prefix(64))) else { return }
    check(expression.matches(text) == (expression.firstMatch(in: text) != nil), "matches and finds nothing")
}

private func check(_ holds: Bool, _ broken: StaticString) {
    guard !holds else { return }
    print("broken: \(broken)")
    fflush(nil)
    abort()
}
