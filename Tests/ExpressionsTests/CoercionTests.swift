import Testing

@testable import Expressions

@Suite("How values become others")
struct CoercionTests {
    @Test(
        "numbers print with up to 15 digits",
        arguments: [
            (0, "0"), (-0.0, "0"), (1, "1"), (-1, "-1"), (1.5, "1.5"), (0.1, "0.1"),
            (0.1 + 0.2, "0.3"), (1.0 / 3, "0.333333333333333"), (2.0 / 3, "0.666666666666667"),
            (100, "100"), (123456.789, "123456.789"), (999_999_999_999_999, "999999999999999"),
            (1e15, "1E+15"), (-1e15, "-1E+15"), (1.23456789012345678e17, "1.23456789012346E+17"),
            (1.58710667238376e18, "1.58710667238376E+18"), (1e16, "1E+16"), (1e100, "1E+100"),
            (1.5e300, "1.5E+300"), (0.0001, "0.0001"), (0.00012345, "0.00012345"),
            (0.00001, "1E-05"), (0.000015, "1.5E-05"), (1e-10, "1E-10"), (-2.5e-7, "-2.5E-07"),
            (Double.leastNonzeroMagnitude, "4.94065645841247E-324"),
            (.greatestFiniteMagnitude, "1.79769313486232E+308"),
            (-9.223372036854775808e18, "-9.22337203685478E+18"), (.nan, "NaN"),
            (.infinity, "Infinity"), (-.infinity, "-Infinity"),
            (999_999_999_999_999.9, "1E+15"), (99_999_999_999_999.95, "100000000000000"),
            (0.84551240822557006, "0.84551240822557"), (3.10, "3.1"), (1e14, "100000000000000"),
        ] as [(Double, String)]
    )
    func print(number: Double, text: String) {
        #expect(NumberText.print(number) == text)
    }

    @Test(
        "text becomes a number",
        arguments: [
            ("", 0), ("  ", 0), ("\t\n", 0), ("0", 0), ("1", 1), (" 1 ", 1), ("+1", 1), ("-1", -1),
            ("1.5", 1.5), (".5", 0.5), ("5.", 5), ("-.5", -0.5), ("1e3", 1000), ("1E3", 1000),
            ("1e+3", 1000), ("1e-3", 0.001), ("007", 7), ("1e999", .infinity),
            ("-1e999", -.infinity), ("1e-999", 0), ("0xff", 255), ("0xFF", 255),
            ("0x7fffffff", 2_147_483_647), ("0x80000000", -2_147_483_648), ("0xFFFFFFFF", -1),
            ("0o17", 15), ("0o37777777777", -1), ("Infinity", .infinity),
            ("-Infinity", -.infinity), ("\u{00A0}7\u{2003}", 7),
        ]
    )
    func parse(text: String, number: Double) {
        #expect(NumberText.parse(text) == number)
    }

    @Test(
        "other text is not a number",
        arguments: [
            "a", "1a", "1 2", "1,000", "1_000", "--1", "+-1", ".", "-", "+", "e", "1e", "1e+",
            ".e1",
            "0X1F", "-0x1", "+0x1", "0x", "0xg", "0x100000000", "0o", "0o8", "0O7", "0b1", "NaN",
            "inf", "-inf", "nan", "0x1p3", "1.5.2", "١",
        ]
    )
    func noNumber(text: String) {
        #expect(NumberText.parse(text).isNaN)
    }

    @Test("values become text, numbers and truth")
    func kinds() {
        let rows: [(ExpressionValue, String, Double, Bool)] = [
            (.null, "", 0, false), (true, "true", 1, true), (false, "false", 0, false),
            (0, "0", 0, false), (.number(-0.0), "0", 0, false), (2.5, "2.5", 2.5, true),
            ("", "", 0, false), ("0", "0", 0, true), (" ", " ", 0, true), ("12", "12", 12, true),
        ]
        for (value, text, number, truth) in rows {
            #expect(value.asString == text)
            #expect(value.asNumber == number)
            #expect(value.isTruthy == truth)
        }
        #expect(ExpressionValue.number(.nan).isTruthy == false)
        #expect(ExpressionValue.string("false").isTruthy)
        for (container, name) in [([] as ExpressionValue, "Array"), ([:], "Object")] {
            #expect(container.asString == name)
            #expect(container.asNumber.isNaN)
            #expect(container.isTruthy)
        }
    }
}
