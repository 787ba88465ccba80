import Testing

/// The language itself (cel-spec, "Language Definition"; its conformance tests have these facts too).
struct LanguageTests {
    private func check(_ row: Row) throws {
        #expect(try Subject.nothing.evaluate(row.expression).text == row.result)
    }

    @Test(
        "literals mean what cel-spec says",
        arguments: [
            Row("42", "42"), Row("-42", "-42"), Row("0x2A == 42"), Row("-0x10 == -16"), Row("42u == 42u"),
            Row("0xFu == 15u"),
            Row("1.5e3 == 1500.0"), Row(".5 == 0.5"), Row("1e2 == 100.0"), Row("-9223372036854775808 < 0"),
            Row("18446744073709551615u > 0u"), Row("'a' == \"a\""), Row(#"'\n' == "\u000a""#),
            Row(#"'\x41\101\u0041\U00000041' == 'AAAA'"#),
            Row(#"'\a\b\f\v\?\`\'\"\\' == "\u0007\u0008\u000c\u000b?`'\"\\""#), Row(#"r'\n' == '\\n'"#),
            Row(#"R"\d" == '\\d'"#),
            Row("'''a'b\nc''' == 'a\\'b\\nc'"), Row(#""""a"b""" == 'a"b'"#), Row(#"b'abc' == bytes('abc')"#),
            Row(#"b'\xff'.size() == 1"#),
            Row(#"b'\377' == b'\xff'"#), Row(#"b'ÿ'.size() == 2"#), Row(#"br'\n'.size() == 2"#), Row(#"'\xff' == 'ÿ'"#),
            Row("null == null"), Row("[1, 2, 3,] == [1, 2, 3]"), Row("{'a': 1, 'b': 2,}.size() == 2"),
            Row("1 // a comment\n + 1 == 2"), Row("\t1\r\n+\u{0c}1 == 2"),
        ])
    func literals(_ row: Row) throws { try check(row) }

    @Test(
        "operators bind and compute as in cel-spec",
        arguments: [
            Row("1 + 2 * 3 == 7"), Row("(1 + 2) * 3 == 9"), Row("7 - 4 - 2 == 1"), Row("-7 / 2 == -3"),
            Row("-7 % 3 == -1"),
            Row("7u % 4u == 3u"), Row("1.0 / 0.0 > 1e308"), Row("0.0 / 0.0 != 0.0 / 0.0"), Row("--1 == 1"),
            Row("!!true"), Row("!false"),
            Row("-(1) == -1"), Row("true ? 1 : 2", "1"), Row("false ? 1 : true ? 2 : 3", "2"),
            Row("1 < 2 && 2 < 3 || false"),
            Row("dyn(1) == 1.0"), Row("dyn(1u) == 1"), Row("1 < 1.5"), Row("2u > 1"), Row("1.0 <= 1u"), Row("-1 < 1u"),
            Row("dyn(1) == dyn('1')", "false"),
            Row("9223372036854775807 + 1", "error: integer overflow"),
            Row("-9223372036854775808 - 1", "error: integer overflow"),
            Row("9223372036854775807 * 2", "error: integer overflow"),
            Row("-(-9223372036854775808)", "error: integer overflow"),
            Row("0u - 1u", "error: unsigned integer overflow"), Row("1 / 0", "error: division by zero"),
            Row("1 % 0", "error: modulus by zero"),
            Row("'a' + 'b' == 'ab'"), Row("b'a' + b'b' == b'ab'"), Row("[1] + [2] == [1, 2]"),
            Row("'a' < 'b' && 'B' < 'a' && 'a' < 'aa'"),
            Row("b'a' < b'b'"), Row("false < true"), Row("2 in [1, 2]"), Row("!(3 in [1, 2])"), Row("'a' in {'a': 1}"),
            Row("dyn(1) in {1u: 2}"),
            Row("dyn(1.0) in [1]"), Row("[1, 2][1] == 2"), Row("[1][1]", "error: index out of bounds: 1"),
            Row("[1][-1]", "error: index out of bounds: -1"),
            Row("{'a': 1}['b']", "error: no such key: b"), Row("{'a': 1}.a == 1"),
            Row("{'a': 1, 'a': 2}", "error: Failed with repeated key: a"),
            Row("{1: 'x'}[dyn(1u)] == 'x'"), Row("dyn([[1]]) == [[1.0]]"), Row("dyn({'a': [1]}) == {'a': [1u]}"),
            Row("'é' == 'e\\u0301'", "false"),
            Row("dyn({'e\\u0301': 1}) == {'é': 1}", "false"),
        ])
    func operators(_ row: Row) throws { try check(row) }

    @Test(
        "logic does without what it does not need, errors included",
        arguments: [
            Row("false && 1/0 == 1", "false"), Row("1/0 == 1 && false", "false"), Row("true || 1/0 == 1"),
            Row("1/0 == 1 || true"),
            Row("true && 1/0 == 1", "error: division by zero"), Row("1/0 == 1 || false", "error: division by zero"),
            Row("true ? 1 : 1/0", "1"), Row("1/0 == 1 ? 1 : 2", "error: division by zero"),
            Row("dyn(1) && true", "error: no such overload"),
            Row("dyn('x') ? 1 : 2", "error: no such overload"), Row("false && dyn(1)", "false"),
        ])
    func logic(_ row: Row) throws { try check(row) }

    @Test(
        "macros fold",
        arguments: [
            Row("[1, 2].all(x, x > 0)"), Row("[1, -2].all(x, x > 0)", "false"), Row("[].all(x, x > 0)"),
            Row("[1, 2].exists(x, x == 2)"),
            Row("[].exists(x, true)", "false"), Row("[1, 0].exists(x, 1/x == 1)"), Row("[0, 1].exists(x, 1/x == 1)"),
            Row("[0, 1].all(x, 1/x == 2)", "false"),
            Row("[0].all(x, 1/x == 1)", "error: division by zero"), Row("[1, 2, 2].exists_one(x, x == 1)"),
            Row("[1, 1].exists_one(x, x == 1)", "false"),
            Row("[1, 0].exists_one(x, 1/x == 1)", "error: division by zero"),
            Row("[1, 2, 3].filter(x, x > 1) == [2, 3]"),
            Row("[1, 2].map(x, x * 2) == [2, 4]"), Row("[1, 2, 3].map(x, x > 1, x * 2) == [4, 6]"),
            Row("[1, 0].map(x, 1/x)", "error: division by zero"),
            Row("{'a': 1, 'b': 2}.all(k, k < 'c')"), Row("{'a': 1}.map(k, k) == ['a']"),
            Row("[[1, 2], [3]].all(x, x.all(y, y > 0))"),
            Row("[1, 2].map(x, [3].map(x, x)) == [[3], [3]]"), Row("has({'a': 1}.a)"), Row("has({'a': 1}.b)", "false"),
            Row("[1, 2].all(i, v, v == i + 1)"), Row("{'a': 1}.exists(k, v, k == 'a' && v == 1)"),
            Row("[5, 6].existsOne(i, v, v == 6)"),
            Row("[1, 2].transformList(i, v, i + v) == [1, 3]"), Row("[1, 2].transformList(i, v, i > 0, v) == [2]"),
            Row("{'a': 1}.transformMap(k, v, v + 1) == {'a': 2}"),
            Row("{'a': 1, 'b': 2}.transformMap(k, v, v > 1, v) == {'b': 2}"),
            Row("{'a': 1}.transformMapEntry(k, v, {v: k}) == {1: 'a'}"),
            Row("{'a': 1, 'b': 1}.transformMapEntry(k, v, {v: k})", "error: insert failed: key 1 already exists"),
            Row("[3, 1, 2].sortBy(x, -x) == [3, 2, 1]"),
        ])
    func macros(_ row: Row) throws { try check(row) }

    @Test(
        "optional values chain",
        arguments: [
            Row("optional.of(1).hasValue()"), Row("optional.none().hasValue()", "false"),
            Row("optional.of(1).value()", "1"),
            Row("optional.none().value()", "error: optional.none() dereference"), Row("{'a': 1}.?a.orValue(2)", "1"),
            Row("{'a': 1}.?b.orValue(2)", "2"),
            Row("{'a': {'b': 1}}.?a.b.orValue(0)", "1"), Row("{'a': {'b': 1}}.?x.b.orValue(0)", "0"),
            Row("[1][?0].orValue(0)", "1"), Row("[1][?5].orValue(0)", "0"),
            Row("{1: 2}[?1] == optional.of(2)"), Row("optional.none().or(optional.of(3)).value()", "3"),
            Row("optional.of(1).or(optional.of(1/0)).value()", "1"),
            Row("optional.of(1).orValue(1/0)", "1"), Row("optional.ofNonZeroValue(0).hasValue()", "false"),
            Row("optional.ofNonZeroValue('x').hasValue()"),
            Row("[?optional.of(1), ?optional.none(), 2] == [1, 2]"), Row("{?'a': optional.none(), 'b': 1} == {'b': 1}"),
            Row("optional.of(2).optMap(x, x * 2).value()", "4"),
            Row("optional.none().optMap(x, x).hasValue()", "false"),
            Row("optional.of({'a': 1}).optFlatMap(m, m.?a).value()", "1"), Row("has({'a': {'b': 1}}.?a.b)"),
            Row("[1, 2].first().value()", "1"), Row("[].last().hasValue()", "false"),
            Row("optional.unwrap([optional.of(1), optional.none()]) == [1]"),
        ])
    func optionals(_ row: Row) throws { try check(row) }

    @Test(
        "values are converted as in cel-spec",
        arguments: [
            Row("int('42') == 42"), Row("int(4.9) == 4"), Row("int(-4.9) == -4"),
            Row("int(1e19)", "error: integer overflow"), Row("int(-9223372036854775808.0)", "error: integer overflow"),
            Row("int(5u) == 5"),
            Row("int(timestamp('1970-01-01T00:00:05Z')) == 5"),
            Row("int('x')", "error: strconv.ParseInt: parsing \"x\": invalid syntax"), Row("uint(3.7) == 3u"),
            Row("uint(-1)", "error: unsigned integer overflow"), Row("double('1.5') == 1.5"), Row("double(2) == 2.0"),
            Row("string(1) == '1'"), Row("string(1u) == '1'"),
            Row("string(1.5) == '1.5'"), Row("string(1e100) == '1e+100'"), Row("string(1000000.0) == '1e+06'"),
            Row("string(123456.0) == '123456'"), Row("string(true) == 'true'"),
            Row("string(b'abc') == 'abc'"),
            Row("string(b'\\xff')", "error: invalid UTF-8 in bytes, cannot convert to string"),
            Row("bytes('é').size() == 2"),
            Row("bool('true') && !bool('F')"), Row("type(1) == int"),
            Row("type('a') == string && type(type(1)) == type"), Row("type([]) == list && type({}) == map"),
            Row("type(null) == null_type"), Row("type(timestamp(0)) == google.protobuf.Timestamp"), Row("dyn(1) == 1"),
            Row("string(duration('90s')) == '90s'"),
            Row("string(duration('1h2m3.5s')) == '3723.5s'"),
            Row("string(timestamp('2020-01-01T00:00:00.120Z')) == '2020-01-01T00:00:00.12Z'"),
            Row("string(timestamp('2020-01-01T01:00:00+01:00')) == '2020-01-01T01:00:00+01:00'"),
            Row("size('👑') == 1 && '👑'.size() == 1"),
        ])
    func conversions(_ row: Row) throws { try check(row) }

    @Test(
        "times and durations are computed and taken apart",
        arguments: [
            Row("timestamp('2020-02-29T12:34:56.789Z').getFullYear() == 2020"),
            Row("timestamp('2020-02-29T12:34:56.789Z').getMonth() == 1"),
            Row("timestamp('2020-02-29T12:34:56.789Z').getDate() == 29"),
            Row("timestamp('2020-02-29T12:34:56.789Z').getDayOfMonth() == 28"),
            Row("timestamp('2020-02-29T12:34:56.789Z').getDayOfYear() == 59"),
            Row("timestamp('2020-02-29T12:34:56.789Z').getDayOfWeek() == 6"),
            Row("timestamp('2020-02-29T12:34:56.789Z').getHours() == 12"),
            Row("timestamp('2020-02-29T12:34:56.789Z').getMinutes() == 34"),
            Row("timestamp('2020-02-29T12:34:56.789Z').getSeconds() == 56"),
            Row("timestamp('2020-02-29T12:34:56.789Z').getMilliseconds() == 789"),
            Row("timestamp('2020-01-01T00:30:00Z').getFullYear('-01:00') == 2019"),
            Row("timestamp('2020-01-01T00:30:00Z').getHours('+05:30') == 6"),
            Row("timestamp('2020-01-01T00:30:00Z').getHours('02:00') == 2"),
            Row("timestamp('2020-01-01T00:30:00Z').getHours('UTC') == 0"),
            Row("timestamp('1969-12-31T23:59:59Z').getDayOfWeek() == 3"),
            Row("timestamp('2020-01-02T00:00:00Z') - timestamp('2020-01-01T00:00:00Z') == duration('24h')"),
            Row("timestamp('2020-01-01T00:00:00Z') + duration('1h') > timestamp('2020-01-01T00:30:00Z')"),
            Row("timestamp('2020-01-01T01:00:00+01:00') == timestamp('2020-01-01T00:00:00Z')"),
            Row("timestamp('9999-12-31T23:59:59Z') + duration('1s')", "error: timestamp overflow"),
            Row("duration('1h') - duration('90m') == duration('-30m')"),
            Row("duration('1h2m3s4ms').getHours() == 1 && duration('1h2m').getMinutes() == 62"),
            Row("duration('1s') < duration('1m')"),
        ])
    func times(_ row: Row) throws { try check(row) }
}
