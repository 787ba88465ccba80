import Testing

/// The libraries that Kubernetes 1.36 adds to the language.
struct LibraryTests {
    private func check(_ row: Row) throws {
        #expect(try Subject.nothing.evaluate(row.expression).text == row.result)
    }

    @Test(
        "strings",
        arguments: [
            Row("'tacocat'.charAt(3) == 'o'"), Row("'abc'.charAt(3) == ''"),
            Row("'abc'.charAt(4)", "error: index out of range: 4"), Row("'hello'.indexOf('l') == 2"),
            Row("'hello'.indexOf('l', 3) == 3"), Row("'hello'.indexOf('') == 0"), Row("'hello'.indexOf('x') == -1"),
            Row("'hello'.indexOf('l', -1)", "error: index out of range: -1"),
            Row("'hello'.lastIndexOf('l') == 3"), Row("'hello'.lastIndexOf('l', 2) == 2"),
            Row("'hello'.lastIndexOf('') == 5"), Row("'TacoCÆt'.lowerAscii() == 'tacocÆt'"),
            Row("'tacoCæt'.upperAscii() == 'TACOCæT'"), Row("'a b a'.replace('a', 'x') == 'x b x'"),
            Row("'aaa'.replace('a', 'b', 2) == 'bba'"), Row("'ab'.replace('', '-') == '-a-b-'"),
            Row("'aa'.replace('a', '') == ''"), Row("'a,b,c'.split(',') == ['a', 'b', 'c']"),
            Row("'a,b,c'.split(',', 2) == ['a', 'b,c']"), Row("'a,b'.split(',', 0) == []"),
            Row("'a,b'.split(',', -1) == ['a', 'b']"), Row("'é1'.split('') == ['é', '1']"), Row("''.split('') == []"),
            Row("''.split(',') == ['']"), Row("'tacocat'.substring(4) == 'cat'"),
            Row("'tacocat'.substring(0, 4) == 'taco'"), Row("'tacocat'.substring(7) == ''"),
            Row("'a'.substring(1, 0)", "error: invalid substring range. start: 1, end: 0"),
            Row("'a'.substring(2)", "error: index out of range: 2"), Row("' \\t a\\n'.trim() == 'a'"),
            Row("['a', 'b'].join() == 'ab'"), Row("['a', 'b'].join('-') == 'a-b'"),
            Row("[].join('-') == ''"), Row("strings.quote('a\\n\"b') == '\"a\\\\n\\\\\"b\"'"),
            Row("'abc'.contains('bc') && 'abc'.startsWith('ab') && 'abc'.endsWith('c')"),
            Row("'abc'.contains('') && !'abc'.endsWith('ab')"),
        ])
    func strings(_ row: Row) throws { try check(row) }

    @Test(
        "format",
        arguments: [
            Row(
                "'%d %s %f %s %s'.format([1, 'abc', 1.0, duration('1m'), timestamp('2000-01-01T00:00:00.000Z')]) == '1 abc 1.000000 60s 2000-01-01T00:00:00Z'"
            ),
            Row("'%e'.format([3.14]) == '3.140000×10⁰⁰'"), Row("'%.2e'.format([0.00123]) == '1.23×10⁻⁰³'"),
            Row("'%o %o %o'.format([7, 8, 9]) == '7 10 11'"),
            Row("'%b %b %b'.format([7, 8, true]) == '111 1000 1'"), Row("'%x %X'.format([255, 'ab']) == 'ff 6162'"),
            Row("'%.3f%%'.format([1.0]) == '1.000%'"),
            Row("'%s'.format([[1, 'a', 1.5]]) == '[1, \"a\", 1.500000]'"),
            Row("'%s'.format([{'b': 1, 'a': true}]) == '{\"a\":true, \"b\":1}'"), Row("'%s'.format([null]) == 'null'"),
            Row("'%s'.format([type(1)]) == 'int'"),
            Row(
                "'%d'.format(['a'])",
                "error: error during formatting: decimal clause can only be used on integers, was given string"),
            Row("'%d'.format([])", "error: index 0 out of range"),
            Row("'%'.format([1])", "error: could not parse formatting clause: unexpected end of string"),
        ])
    func format(_ row: Row) throws { try check(row) }

    @Test(
        "lists and sets",
        arguments: [
            Row("[1, 2, 2].isSorted() && ![2, 1].isSorted() && [].isSorted()"), Row("[1, 2].sum() == 3"),
            Row("[1.5, 2.0].sum() == 3.5"), Row("[duration('1h')].map(x, x).filter(x, false).sum() == duration('0s')"),
            Row("[1, 3, 2].max() == 3 && ['b', 'a'].min() == 'a'"),
            Row("[1].filter(x, x > 1).max()", "error: max called on empty list"),
            Row("[1, 2, 1].indexOf(1) == 0 && [1, 2, 1].lastIndexOf(1) == 2"),
            Row("[1].indexOf(5) == -1"), Row("lists.range(3) == [0, 1, 2]"), Row("[1, 2].reverse() == [2, 1]"),
            Row("[1, 2, 3].slice(1, 3) == [2, 3]"),
            Row("[1].slice(0, 2)", "error: cannot slice(0, 2), list is length 1"),
            Row("[[1], [2, 3]].flatten() == [1, 2, 3]"), Row("[dyn(1), dyn(2), dyn(1), dyn(1.0)].distinct() == [1, 2]"),
            Row("[3, 1, 2].sort() == [1, 2, 3]"), Row("sets.contains([1, 2], [2])"),
            Row("sets.contains([], [1])", "false"), Row("sets.equivalent([1, 2, 2], [2, 1])"),
            Row("sets.intersects([1], [2])", "false"),
            Row("sets.contains([{'a': 1}], [{'a': 1}])"), Row("sets.contains([dyn([1.0])], [dyn([1])])"),
        ])
    func lists(_ row: Row) throws { try check(row) }

    @Test(
        "regular expressions",
        arguments: [
            Row("'abc'.matches('^a.c$') && matches('abc', 'b')"), Row("'abc 123'.find('[0-9]+') == '123'"),
            Row("'abc'.find('[0-9]+') == ''"), Row("'1 2 3'.findAll('[0-9]') == ['1', '2', '3']"),
            Row("'1 2 3'.findAll('[0-9]', 2) == ['1', '2']"),
            Row("['a', '('].all(p, 'a'.matches(p))", "error: error parsing regexp: missing closing ): `(`"),
            Row("['(a+)+$'].all(p, !('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('^' + p)))"),
        ])
    func patterns(_ row: Row) throws { try check(row) }

    @Test(
        "URLs, addresses, quantities, versions and formats",
        arguments: [
            Row("url('https://u:p@example.com:80/a%20b?x=1&x=2&y#f').getHost() == 'example.com:80'"),
            Row("url('https://example.com:80/').getHostname() == 'example.com'"),
            Row("url('https://[::1]:80/').getHostname() == '::1' && url('https://[::1]:80/').getPort() == '80'"),
            Row("url('https://example.com/a b').getEscapedPath() == '/a%20b'"),
            Row("url('https://example.com/?x=1&x=2').getQuery() == {'x': ['1', '2']}"),
            Row("url('/path').getScheme() == ''"),
            Row("isURL('https://example.com') && !isURL('nope') && !isURL('../x')"),
            Row("ip('127.0.0.1').isLoopback() && ip('::1').isLoopback()"),
            Row("ip('10.0.0.1').family() == 4 && ip('fe80::1').isLinkLocalUnicast()"),
            Row("string(ip('2001:DB8::0:1')) == '2001:db8::1'"),
            Row("ip.isCanonical('2001:db8::1') && !ip.isCanonical('2001:DB8::1')"),
            Row("isIP('1.2.3.4') && !isIP('1.2.3.04') && !isIP('::ffff:1.2.3.4') && !isIP('fe80::1%eth0')"),
            Row("cidr('10.0.0.0/8').containsIP('10.1.2.3') && !cidr('10.0.0.0/8').containsIP(ip('11.0.0.1'))"),
            Row("cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')"),
            Row("cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8') && cidr('10.1.2.3/8').ip() == ip('10.1.2.3')"),
            Row("cidr('::/0').prefixLength() == 0 && isCIDR('1.2.3.4/32') && !isCIDR('1.2.3.4/33')"),
            Row("quantity('1Gi').isGreaterThan(quantity('1G'))"),
            Row("quantity('50k').add(quantity('20k')).compareTo(quantity('70k')) == 0"),
            Row("quantity('1').sub(2).asInteger() == -1"),
            Row("isQuantity('1Mi') && !isQuantity('1Mb')"), Row("quantity('1.5').isInteger()", "false"),
            Row("quantity('50m').asApproximateFloat() == 0.05"), Row("quantity('1000m') == quantity('1')"),
            Row("semver('1.2.3').major() == 1 && semver('1.2.3-rc.1').isLessThan(semver('1.2.3'))"),
            Row("semver('v1.02', true).compareTo(semver('1.2.0')) == 0"),
            Row("isSemver('1.2.3+b') && !isSemver('v1.2.3')"),
            Row("semver('1.0.0-alpha.2').isLessThan(semver('1.0.0-alpha.10'))"),
            Row("format.dns1123Label().validate('abc').hasValue()", "false"),
            Row("format.named('uuid').value().validate('x').value() == ['does not match the UUID format']"),
            Row("format.dns1123Label().validate('A_').value().size() == 1"),
            Row("format.named('nope').hasValue()", "false"),
        ])
    func kubernetes(_ row: Row) throws { try check(row) }
}
