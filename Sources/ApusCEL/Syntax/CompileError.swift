/// Why an expression does not compile, worded as cel-go words it: each problem with its place and the line.
public struct CompileError: Error, Sendable, Equatable, CustomStringConvertible {
    public struct Problem: Sendable, Equatable {
        /// From 1.
        public let line: Int
        /// In scalars, from 0.
        public let column: Int
        public let message: String
    }

    public let problems: [Problem]
    public let description: String

    init(_ problems: [(offset: Int?, message: String)], _ source: SourceText) {
        let located = problems.map { problem -> Problem in
            guard let offset = problem.offset else { return Problem(line: -1, column: -1, message: problem.message) }
            let (line, column) = source.location(offset)
            return Problem(line: line, column: column, message: problem.message)
        }
        // Stable: problems at one place stay in the order in which they were found.
        let sorted = located.enumerated().sorted {
            ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset)
        }.map(\.element)
        self.problems = sorted
        description = sorted.map { source.display($0) }.joined(separator: "\n")
    }
}

/// The text of an expression, by scalars.
struct SourceText: Sendable {
    let scalars: [Unicode.Scalar]
    /// Where the lines begin.
    private let lines: [Int]

    private static let longestSnippet = 16384

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
        var lines = [0]
        for (index, scalar) in scalars.enumerated() where scalar == "\n" { lines.append(index + 1) }
        self.lines = lines
    }

    func location(_ offset: Int) -> (line: Int, column: Int) {
        let line = lines.lastIndex { $0 <= offset } ?? 0
        return (line + 1, offset - lines[line])
    }

    func text(_ range: Range<Int>) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[range])
        return String(text)
    }

    fileprivate func display(_ problem: CompileError.Problem) -> String {
        var text = "ERROR: <input>:\(problem.line):\(problem.column + 1): \(problem.message)"
        guard lines.indices.contains(problem.line - 1) else { return text }
        let start = lines[problem.line - 1]
        let end = problem.line < lines.count ? lines[problem.line] - 1 : scalars.count
        let snippet = scalars[start..<max(start, end)]
        guard snippet.count <= Self.longestSnippet else { return text }
        text += "\n | "
        for scalar in snippet { text.unicodeScalars.append(scalar == "\t" ? " " : scalar) }
        text += "\n | "
        for index in 0..<problem.column {
            guard index < snippet.count else { break }
            text += snippet[start + index].isASCII ? "." : "\u{ff0e}"
        }
        let isWide = problem.column < snippet.count && !snippet[start + problem.column].isASCII
        return text + (isWide ? "\u{ff3e}" : "^")
    }
}
