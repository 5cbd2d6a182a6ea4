/// One input of `workflow_call` or `workflow_dispatch`.
package struct InputDefinition: Sendable {
    /// Its name.
    package let name: Located<String>
    /// `type`, as far as it is written.
    package let declaredType: Located<InputType>?
    /// `description`.
    package let description: Located<String>?
    /// `required`, as far as it is written.
    package let required: Located<Bool>?
    /// `default`: a scalar, for `workflow_call` also an expression.
    package let defaultValue: ValueTemplate?
    /// `options`, of `choice` only.
    package let options: [Located<String>]

    /// The type of its values; when none is written, `string`.
    package var type: InputType { declaredType?.value ?? .string }

    /// Whether a value has to be given; when nothing is written, no.
    package var isRequired: Bool { required?.value ?? false }
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
