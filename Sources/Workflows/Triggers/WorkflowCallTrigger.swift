package import Expressions

/// `on.workflow_call`: what a reusable workflow takes and gives.
package struct WorkflowCallTrigger: Sendable {
    /// `inputs`.
    package let inputs: [InputDefinition]
    /// `outputs`.
    package let outputs: [CallOutput]
    /// `secrets`.
    package let secrets: [CallSecret]

    /// One output of a reusable workflow.
    package struct CallOutput: Sendable {
        /// Its name.
        package let name: Located<String>
        /// `description`.
        package let description: Located<String>?
        /// `value`; may use the context `jobs`.
        package let value: Located<Template>
    }

    /// One secret a reusable workflow takes.
    package struct CallSecret: Sendable {
        /// Its name.
        package let name: Located<String>
        /// `description`.
        package let description: Located<String>?
        /// `required`, as far as it is written.
        package let required: Located<Bool>?

        /// Whether it has to be passed; when nothing is written, no.
        package var isRequired: Bool { required?.value ?? false }
    }
}
