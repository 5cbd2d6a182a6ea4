/// One input of `workflow_call` or `workflow_dispatch`.
package struct InputDefinition: Sendable {
    /// Its name.
    package let name: Located<String>
    /// `type`; when absent, `string`.
    package let type: InputType
    /// `description`.
    package let description: String?
    /// `required`; when absent, false.
    package let isRequired: Bool
    /// `default`: a scalar, for `workflow_call` also an expression.
    package let defaultValue: ValueTemplate?
    /// `options`, of `choice` only.
    package let options: [Located<String>]
}

/// The types an input may have.
package enum InputType: String, Sendable, CaseIterable {
    /// Any text.
    case string
    /// `true` or `false`.
    case boolean
    /// A number.
    case number
    /// One of `options`; `workflow_dispatch` only.
    case choice
    /// The name of an environment; `workflow_dispatch` only.
    case environment
}
