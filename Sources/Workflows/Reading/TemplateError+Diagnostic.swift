package import Diagnostics
package import Expressions

extension TemplateError {
    /// The error as it is shown to the user.
    ///
    /// - Parameters:
    ///   - span: the text it is about.
    ///   - scope: the names that were known.
    ///   - githubLocation: where GitHub's own message points.
    /// - Returns: the error with its place, and with what helps to correct it.
    package func diagnostic(
        at span: SourceSpan,
        scope: NameScope,
        githubLocation: Diagnostic.GitHubLocation = .spanStart
    ) -> Diagnostic {
        let (notes, help) = advice(scope)
        return Diagnostic(
            code,
            description,
            at: span,
            notes: notes,
            help: help,
            githubLocation: githubLocation
        )
    }

    /// The code for each kind of mistake.
    fileprivate var code: DiagnosticCode {
        switch problem {
        case .notAllowed: .expressionNotAllowed
        case .insertInText, .insertNotSupported, .insertParameters: .directive
        case .invalid, .notClosed, .expressionExpected: .expression
        }
    }

    /// Facts and an edit that help with the mistake.
    fileprivate func advice(_ scope: NameScope) -> (notes: [String], help: String?) {
        switch problem {
        case .notClosed: ([], "write `}}` after the expression")
        case .expressionExpected: ([], "write an expression between `${{` and `}}`")
        case .insertNotSupported: ([], "use it as a key: `${{ insert }}: ${{ … }}`")
        case .invalid(let error): error.advice(scope)
        case .notAllowed, .insertInText, .insertParameters: ([], nil)
        }
    }
}

extension ExpressionError {
    /// Facts and an edit that help with the mistake.
    fileprivate func advice(_ scope: NameScope) -> (notes: [String], help: String?) {
        switch problem {
        case .unrecognizedNamedValue:
            nameAdvice("contexts", scope.contexts.sorted())
        case .unrecognizedFunction:
            nameAdvice("functions", scope.functionNames)
        case .unexpectedSymbol where token.hasPrefix("\""):
            ([], "use single quotes: expressions have no double-quoted strings")
        case .unexpectedSymbol where token.hasPrefix("'"):
            ([], "close the string with `'`; a quote inside a string is written `''`")
        case .unexpectedEnd:
            ([], "close every `(` and `[`, and finish the last operator")
        default:
            ([], nil)
        }
    }

    private func nameAdvice(_ kind: String, _ names: [String]) -> (notes: [String], help: String?) {
        let list = names.map { "`\($0)`" }.joined(separator: ", ")
        let nearest = NearestMatch.nearest(to: token, in: names)
        return (["\(kind) that this key may use: \(list)"], nearest.map { "did you mean `\($0)`?" })
    }
}
