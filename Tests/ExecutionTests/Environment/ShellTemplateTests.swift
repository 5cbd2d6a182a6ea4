import Testing

@testable import Execution

@Suite("Shells of run steps")
struct ShellTemplateTests {
    @Test(
        "the shell's command line and file extension",
        arguments: [
            (nil, ["bash", "-e", "/s.sh"], ".sh"),
            ("", ["bash", "-e", "/s.sh"], ".sh"),
            ("bash", ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "/s.sh"], ".sh"),
            ("sh", ["sh", "-e", "/s.sh"], ".sh"),
            ("pwsh", ["pwsh", "-command", ". '/s.sh'"], ".ps1"),
            ("powershell", ["powershell", "-command", ". '/s.sh'"], ".ps1"),
            ("python", ["python", "/s.sh"], ".py"),
            ("cmd", ["cmd", "/D", "/E:ON", "/V:OFF", "/S", "/C", "CALL /s.sh"], ".cmd"),
            ("bash -x {0}", ["bash", "-x", "/s.sh"], ".sh"),
            ("BASH", ["BASH", "--noprofile", "--norc", "-e", "-o", "pipefail", "/s.sh"], ".sh"),
            ("bash ", ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "/s.sh"], ".sh"),
            ("perl {0}", ["perl", "/s.sh"], ""),
            ("  {0}", ["", "/s.sh"], ""),
            (#"ruby -e "load '{0}'" a\ b"#, ["ruby", "-e", "load '/s.sh'", "a\\", "b"], ""),
            ("env A={{x}} {0}{0}", ["env", "A={x}", "/s.sh/s.sh"], ""),
        ] as [(String?, [String], String)]
    )
    func shells(shell: String?, argv: [String], fileExtension: String) throws {
        let template = ShellTemplate(shell: shell, isInJobContainer: false, hasBash: true)
        #expect(try template.argv(scriptPath: "/s.sh") == argv)
        #expect(template.fileExtension == fileExtension)
    }

    @Test("the default is sh without bash and in a job container, never with pipefail")
    func defaults() throws {
        for (isInJobContainer, hasBash, command) in [
            (false, true, "bash"), (false, false, "sh"), (true, true, "sh"), (true, false, "sh"),
        ] {
            let template = ShellTemplate(
                shell: nil,
                isInJobContainer: isInJobContainer,
                hasBash: hasBash
            )
            #expect(try template.argv(scriptPath: "/s") == [command, "-e", "/s"])
        }
    }

    @Test(
        "a string without a placeholder is refused",
        arguments: ["perl", "bash -x", "perl 0", " "]
    )
    func missingPlaceholder(shell: String) {
        let error = #expect(throws: ShellError.self) {
            try ShellTemplate(shell: shell, isInJobContainer: false, hasBash: true)
                .argv(scriptPath: "/s")
        }
        #expect(
            error?.description
                == "Invalid shell option. Shell must be a valid built-in (bash, sh, cmd,"
                + " powershell, pwsh) or a format string containing '{0}'"
        )
    }

    @Test(
        "braces are .NET's format syntax",
        arguments: [
            (
                "x {0} {1}",
                "Index (zero based) must be greater than or equal to zero and less than the size"
                    + " of the argument list."
            ),
            (
                "x {0} {a}",
                "Input string was not in a correct format. Failure to parse near offset 5."
                    + " Expected an ASCII digit."
            ),
            (
                "x {0} {",
                "Input string was not in a correct format. Failure to parse near offset 5."
                    + " Format item ends prematurely."
            ),
            (
                "x {0} }",
                "Input string was not in a correct format. Failure to parse near offset 5."
                    + " Unexpected closing brace without a corresponding opening brace."
            ),
        ]
    )
    func badPlaceholders(shell: String, message: String) throws {
        let template = ShellTemplate(shell: shell, isInJobContainer: false, hasBash: true)
        let error = #expect(throws: ShellError.self) { try template.argv(scriptPath: "/s") }
        #expect(error?.description == message)
    }

    @Test("a quote in the script's path stays in its argument")
    func quotedPath() throws {
        let template = ShellTemplate(shell: "bash", isInJobContainer: false, hasBash: true)
        #expect(try template.argv(scriptPath: "/a\"b").last == "/a\"b")
    }

    @Test(
        "scripts are fixed up for PowerShell and cmd only",
        arguments: [
            (
                "pwsh",
                "$ErrorActionPreference = 'stop'\nx\n"
                    + "if ((Test-Path -LiteralPath variable:\\LASTEXITCODE)) { exit $LASTEXITCODE }"
            ),
            (
                "powershell -File {0}",
                "$ErrorActionPreference = 'stop'\nx\n"
                    + "if ((Test-Path -LiteralPath variable:\\LASTEXITCODE)) { exit $LASTEXITCODE }"
            ),
            ("cmd", "@echo off\nx"), ("bash", "x"), ("python", "x"), ("perl {0}", "x"),
            ("PWSH", "x"),
        ]
    )
    func prepared(shell: String, expected: String) throws {
        let template = ShellTemplate(shell: shell, isInJobContainer: false, hasBash: true)
        #expect(template.prepared("x") == expected)
    }

    @Test(
        "arguments are split as .NET splits them",
        arguments: [
            ("", []), ("  ", []), ("a b\tc", ["a", "b", "c"]), ("\"a b\" c", ["a b", "c"]),
            ("a\"b c\"d", ["ab cd"]), ("\"\" x", ["", "x"]), ("\"a\"\"b\"", ["a\"b"]),
            (#"\"a\" b"#, ["\"a\"", "b"]), (#"a\\b"#, [#"a\\b"#]), (#"a\\"b c""#, [#"a\b c"#]),
            (#"a\\\"b"#, [#"a\"b"#]), ("'a b'", ["'a", "b'"]), ("\"a b", ["a b"]),
            ("a\nb", ["a\nb"]),
        ] as [(String, [String])]
    )
    func splitting(text: String, expected: [String]) {
        #expect(CommandLineArguments.split(text) == expected)
    }
}
