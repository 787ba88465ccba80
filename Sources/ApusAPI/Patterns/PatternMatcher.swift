/// One text under one program: all threads of the automaton advance together, a scalar at a time, in the order in
/// which the expression prefers them.
struct PatternMatcher {
    private let program: PatternProgram
    private let bytes: UnsafeBufferPointer<UInt8>

    init(_ program: PatternProgram, _ bytes: UnsafeBufferPointer<UInt8>) {
        self.program = program
        self.bytes = bytes
    }

    /// The instructions that wait for a scalar, each with where its match began: a sparse set in the order of insertion.
    private struct Threads {
        var order: [Int32] = []
        var starts: [Int] = []
        private var place: [Int32]

        init(_ capacity: Int) {
            place = Array(repeating: 0, count: capacity)
            order.reserveCapacity(min(capacity, 64))
        }

        mutating func insert(_ instruction: Int32, _ start: Int) -> Bool {
            let index = Int(place[Int(instruction)])
            if index < order.count, order[index] == instruction { return false }
            place[Int(instruction)] = Int32(order.count)
            order.append(instruction)
            starts.append(start)
            return true
        }

        mutating func removeAll() {
            order.removeAll(keepingCapacity: true)
            starts.removeAll(keepingCapacity: true)
        }
    }

    func matches() -> Bool { run(from: 0, stopsAtFirst: true) != nil }

    /// The range of the leftmost match that begins at or behind `position`.
    func first(from position: Int) -> Range<Int>? { run(from: position, stopsAtFirst: false) }

    private func run(from begin: Int, stopsAtFirst: Bool) -> Range<Int>? {
        var current = Threads(program.instructions.count)
        var following = Threads(program.instructions.count)
        var stack: [Int32] = []
        var found: Range<Int>?
        var position = begin
        while true {
            if found == nil, !program.isAnchored || position == 0 { add(0, position, position, &current, &stack) }
            guard !current.order.isEmpty || found == nil && !program.isAnchored else { break }
            let (scalar, width) = scalar(at: position)
            for (index, number) in current.order.enumerated() {
                let instruction = program.instructions[Int(number)]
                let start = current.starts[index]
                let advances: Bool
                switch instruction.operation {
                case .scalar: advances = width > 0 && UInt32(bitPattern: instruction.first) == scalar
                case .set: advances = width > 0 && program.sets[Int(instruction.first)].contains(scalar)
                case .match:
                    found = start..<position
                    advances = false
                default: advances = false
                }
                if advances { add(number + 1, start, position + width, &following, &stack) }
                // What comes behind in the order is preferred less.
                if instruction.operation == .match { break }
            }
            if found != nil, stopsAtFirst { break }
            guard width > 0 else { break }
            position += width
            swap(&current, &following)
            following.removeAll()
        }
        return found
    }

    /// Adds the instructions that are reached from `instruction` without a scalar.
    private func add(
        _ instruction: Int32, _ start: Int, _ position: Int, _ threads: inout Threads, _ stack: inout [Int32]
    ) {
        stack.append(instruction)
        while let number = stack.popLast() {
            guard threads.insert(number, start) else { continue }
            let instruction = program.instructions[Int(number)]
            switch instruction.operation {
            case .jump: stack.append(instruction.first)
            case .split:
                stack.append(instruction.second)
                stack.append(instruction.first)
            case .assertion:
                if let assertion = PatternAssertion(rawValue: instruction.first), holds(assertion, position) {
                    stack.append(number + 1)
                }
            default: break
            }
        }
    }

    private func holds(_ assertion: PatternAssertion, _ position: Int) -> Bool {
        switch assertion {
        case .textStart: position == 0
        case .textEnd: position == bytes.count
        case .lineStart: position == 0 || bytes[position - 1] == 0x0a
        case .lineEnd: position == bytes.count || bytes[position] == 0x0a
        case .wordBoundary: isWord(position - 1) != isWord(position)
        case .noWordBoundary: isWord(position - 1) == isWord(position)
        }
    }

    private func isWord(_ position: Int) -> Bool {
        bytes.indices.contains(position) && ScalarSet.words.contains(UInt32(bytes[position]))
    }

    /// How many bytes the scalar at `position` has; 1 at the end, so that a search goes on behind it.
    func width(at position: Int) -> Int { max(scalar(at: position).width, 1) }

    /// The scalar at `position` of text that is valid UTF-8, as Swift's strings are; width 0 at the end.
    private func scalar(at position: Int) -> (value: UInt32, width: Int) {
        guard position < bytes.count else { return (0, 0) }
        let first = UInt32(bytes[position])
        func continuation(_ offset: Int) -> UInt32 {
            position + offset < bytes.count ? UInt32(bytes[position + offset] & 0x3f) : 0
        }
        if first < 0x80 { return (first, 1) }
        if first < 0xe0 { return ((first & 0x1f) << 6 | continuation(1), 2) }
        if first < 0xf0 { return ((first & 0x0f) << 12 | continuation(1) << 6 | continuation(2), 3) }
        return ((first & 7) << 18 | continuation(1) << 12 | continuation(2) << 6 | continuation(3), 4)
    }
}
