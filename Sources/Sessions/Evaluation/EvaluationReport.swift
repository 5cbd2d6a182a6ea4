package import Diagnostics
import Execution
import Expressions
import Workflows

/// What an expression comes to, and what each of its parts does; secrets in it are masked.
package struct EvaluationReport: Sendable {
    /// The value, or why there is none.
    package let outcome: Outcome
    /// The expressions of the text in order, each with what its parts came to.
    package let parts: [Part]
    /// What explains the value: names that are not there, contexts that only a run fills.
    package let notes: [String]
    /// What is wrong with the files that the contexts were read from.
    package let diagnostics: [Diagnostic]
    /// The texts that diagnostics are about, for excerpts.
    package let sources: [SourceFile]

    /// What came of the text.
    package enum Outcome: Sendable {
        /// It has a value.
        case value(Value)
        /// It has none.
        case failure(Failure)
    }

    /// A value, in the forms it is shown in.
    package struct Value: Sendable, Hashable {
        /// `Null`, `Boolean`, `Number`, `String`, `Array` or `Object`.
        package let kind: String
        /// One line of JSON, numbers in all their digits.
        package let json: String
        /// As it would stand in an expression; an array or object as indented JSON.
        package let text: String
    }

    /// Why there is no value.
    package struct Failure: Sendable {
        /// The moment it shows.
        package let kind: Kind
        /// GitHub's words.
        package let message: String
        /// The place in the text.
        package let diagnostic: Diagnostic

        /// The moments, by the words of GitHub's own test data.
        package enum Kind: String, Sendable {
            case lexing, parsing, evaluation
        }
    }

    /// A part of an expression that is worth a line.
    package struct Part: Sendable, Hashable {
        /// The part in its canonical spelling.
        package let text: String
        /// What became of it.
        package let state: State
        /// What it is made of, without literals.
        package let parts: [Part]

        /// What becomes of a part.
        package enum State: Sendable, Hashable {
            /// It has this value, on one short line.
            case value(String)
            /// It has none, and therefore the whole has none.
            case failed
            /// It was not needed.
            case notEvaluated
        }
    }

    /// Evaluates the text of a request.
    package static func make(
        _ request: EvaluationRequest
    ) async throws(SessionError) -> EvaluationReport {
        EvaluationReport(request.text, contexts: try await EvaluationContexts(request))
    }
}

extension EvaluationReport {
    /// The name that diagnostics give the text.
    private static let path = "expression"

    /// Evaluates a text.
    init(_ text: String, contexts: EvaluationContexts) {
        let source = SourceFile(path: Self.path, text: text)
        sources = contexts.sources + [source]
        diagnostics = contexts.diagnostics
        let masks = contexts.masks
        let evaluated: EvaluatedText
        do throws(TemplateError) {
            evaluated = EvaluatedText(
                try EvaluatedText.parse(text, scope: contexts.scope),
                in: contexts.evaluation
            )
        } catch {
            outcome = .failure(Failure(error, in: source, scope: contexts.scope))
            (parts, notes) = ([], [])
            return
        }
        if let problem = contexts.problem(in: evaluated.roots) {
            outcome = .failure(Failure(problem, in: source))
            (parts, notes) = ([], contexts.notes(on: evaluated.expressions))
            return
        }
        let writer = PartWriter(masks: masks)
        parts = evaluated.roots.map(writer.part)
        notes = contexts.notes(on: evaluated.expressions) + evaluated.roots.flatMap(writer.notes)
        switch evaluated.result {
        case .success(let value): outcome = .value(Value(masks.masked(value)))
        case .failure(let error):
            outcome = .failure(Failure(masks.masked(error.description).text, in: source))
        }
    }

    /// The answer for programs: one line, in the form of GitHub's own test data.
    ///
    /// Shape: `{"kind": "Number", "value": 1}`, or `{"error": {"kind": "parsing", "value":
    /// "Unexpected symbol: …"}}` with `lexing`, `parsing` or `evaluation`.
    package var json: String {
        switch outcome {
        case .value(let value): #"{"kind":"\#(value.kind)","value":\#(value.json)}"#
        case .failure(let failure):
            #"{"error":{"kind":"\#(failure.kind.rawValue)","value":"#
                + ExpressionValue.string(failure.message).exactJSON + "}}"
        }
    }
}

extension EvaluationReport.Value {
    fileprivate init(_ value: ExpressionValue) {
        kind = value.kind.rawValue
        json = value.exactJSON
        text = value.isPrimitive ? value.literalText : value.toJSON()
    }
}

extension EvaluationReport.Failure {
    /// A text that cannot be parsed.
    fileprivate init(_ error: TemplateError, in source: SourceFile, scope: NameScope) {
        if case .invalid(let error) = error.problem, error.isLexical {
            kind = .lexing
        } else {
            kind = .parsing
        }
        message = error.description
        diagnostic = error.diagnostic(
            at: source.span(utf8: error.range.isEmpty ? 0..<source.text.utf8.count : error.range),
            scope: scope
        )
    }

    /// An expression that has no value.
    fileprivate init(_ message: String, in source: SourceFile) {
        kind = .evaluation
        self.message = message
        diagnostic = Diagnostic(
            .evaluationFailed,
            message,
            at: source.span(utf8: 0..<source.text.utf8.count)
        )
    }
}
