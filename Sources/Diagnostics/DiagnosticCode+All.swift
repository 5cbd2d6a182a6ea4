// Every code there is. `docs/errors.md` shows for each the cause, a failing text and its output.
extension DiagnosticCode {
    /// Every code, in the order of this file.
    package static let all: [DiagnosticCode] = [
        .invalidEncoding, .yamlSyntax, .severalDocuments, .unknownAnchor, .anchorNotSupported,
        .yamlTag, .yamlLimit, .duplicateKey, .unknownKey, .unexpectedValue, .unexpectedMapping,
        .unexpectedSequence, .missingKey, .ambiguousMapping, .expressionNotAllowed, .expression,
        .directive, .invalidIdentifier, .duplicateIdentifier, .unknownJob, .dependencyCycle,
        .noStartJob, .actionReference, .workflowReference, .runsOnGroup, .matrix, .container,
        .concurrency, .stepReference, .parallelBlock, .snapshot, .trigger, .cron, .input,
        .actionRuns, .pathValue, .conditionAlwaysTrue, .evaluationFailed, .callPermissions,
        .callLimit, .deprecatedCommand, .shell, .uselessNumber, .unknownProperty,
        .functionArgument, .comparison, .valueType, .conditionAlwaysFalse, .scriptInjection,
        .actionInput, .localAction, .pattern, .schedule, .matrixExclude, .ownVariable,
        .unreachableJob, .variableName, .plainPassword, .runsOnLabels,
        .dotenvSyntax, .engine, .project, .ignored,
    ]

    /// The file is not UTF-8, or holds a character YAML forbids.
    package static let invalidEncoding = DiagnosticCode(rawValue: "invalid-encoding")
    /// The text is not YAML.
    package static let yamlSyntax = DiagnosticCode(rawValue: "yaml-syntax")
    /// The file holds more than one YAML document.
    package static let severalDocuments = DiagnosticCode(rawValue: "several-documents")
    /// An alias names an anchor that was not defined before it.
    package static let unknownAnchor = DiagnosticCode(rawValue: "unknown-anchor")
    /// An anchor or alias stands in a file where GitHub reads none.
    package static let anchorNotSupported = DiagnosticCode(rawValue: "anchor-not-supported")
    /// A YAML tag is unknown, or does not fit its value.
    package static let yamlTag = DiagnosticCode(rawValue: "yaml-tag")
    /// The file is larger, deeper or longer than GitHub accepts.
    package static let yamlLimit = DiagnosticCode(rawValue: "yaml-limit")
    /// A mapping defines a key twice; keys differ in more than letter case.
    package static let duplicateKey = DiagnosticCode(rawValue: "duplicate-key")
    /// A mapping with fixed keys holds another one.
    package static let unknownKey = DiagnosticCode(rawValue: "unknown-key")
    /// A key or activity type below an event that GitHub passes over.
    package static let ignored = DiagnosticCode(rawValue: "ignored")
    /// A value is of the wrong type, or none of those allowed.
    package static let unexpectedValue = DiagnosticCode(rawValue: "unexpected-value")
    /// A mapping stands where none is read.
    package static let unexpectedMapping = DiagnosticCode(rawValue: "unexpected-mapping")
    /// A sequence stands where none is read.
    package static let unexpectedSequence = DiagnosticCode(rawValue: "unexpected-sequence")
    /// A mapping lacks a key it must have.
    package static let missingKey = DiagnosticCode(rawValue: "missing-key")
    /// A mapping could be several things, and no key decides which.
    package static let ambiguousMapping = DiagnosticCode(rawValue: "ambiguous-mapping")
    /// An expression stands in a key that takes none.
    package static let expressionNotAllowed = DiagnosticCode(rawValue: "expression-not-allowed")
    /// An expression cannot be parsed, or names what its key does not offer.
    package static let expression = DiagnosticCode(rawValue: "expression")
    /// The directive `insert` stands where it has no meaning.
    package static let directive = DiagnosticCode(rawValue: "directive")
    /// The id of a job or step has a form GitHub refuses.
    package static let invalidIdentifier = DiagnosticCode(rawValue: "invalid-identifier")
    /// Two steps of a job share an id.
    package static let duplicateIdentifier = DiagnosticCode(rawValue: "duplicate-identifier")
    /// `needs` names a job that does not exist.
    package static let unknownJob = DiagnosticCode(rawValue: "unknown-job")
    /// Jobs need each other in a circle.
    package static let dependencyCycle = DiagnosticCode(rawValue: "dependency-cycle")
    /// Every job needs another, so none can start.
    package static let noStartJob = DiagnosticCode(rawValue: "no-start-job")
    /// `uses` of a step is not a reference to an action.
    package static let actionReference = DiagnosticCode(rawValue: "action-reference")
    /// `uses` of a job is not a reference to a workflow file.
    package static let workflowReference = DiagnosticCode(rawValue: "workflow-reference")
    /// The runner group of `runs-on` has an unknown prefix.
    package static let runsOnGroup = DiagnosticCode(rawValue: "runs-on-group")
    /// No runner has all labels of `runs-on`.
    package static let runsOnLabels = DiagnosticCode(rawValue: "runs-on-labels")
    /// A matrix has an empty or impossible part.
    package static let matrix = DiagnosticCode(rawValue: "matrix")
    /// A job or service container has no usable image or key.
    package static let container = DiagnosticCode(rawValue: "container")
    /// A concurrency group is empty, too long, or would block itself.
    package static let concurrency = DiagnosticCode(rawValue: "concurrency")
    /// `wait` or `cancel` names a step it cannot.
    package static let stepReference = DiagnosticCode(rawValue: "step-reference")
    /// A parallel block holds a step that may not stand in one.
    package static let parallelBlock = DiagnosticCode(rawValue: "parallel-block")
    /// A snapshot has no image name or a version of the wrong form.
    package static let snapshot = DiagnosticCode(rawValue: "snapshot")
    /// A trigger has filters that exclude each other or can never match.
    package static let trigger = DiagnosticCode(rawValue: "trigger")
    /// A schedule's cron expression has another form than GitHub reads.
    package static let cron = DiagnosticCode(rawValue: "cron")
    /// An input is defined or passed in a way its type does not allow.
    package static let input = DiagnosticCode(rawValue: "input")
    /// The `runs` of an action does not say how to run it.
    package static let actionRuns = DiagnosticCode(rawValue: "action-runs")
    /// A path or name in the configuration is not of the form its key takes.
    package static let pathValue = DiagnosticCode(rawValue: "path-value")
    /// An `if` is a text around an expression, and a text is always true.
    package static let conditionAlwaysTrue = DiagnosticCode(rawValue: "condition-always-true")
    /// An expression of a workflow has no value, or one its key cannot hold.
    package static let evaluationFailed = DiagnosticCode(rawValue: "evaluation-failed")
    /// A line of a dotenv file is not of the form `NAME=value`.
    package static let dotenvSyntax = DiagnosticCode(rawValue: "dotenv-syntax")
    /// The container engine or the network said no.
    package static let engine = DiagnosticCode(rawValue: "engine")
    /// The project, its configuration or the request for a run is not what is needed.
    package static let project = DiagnosticCode(rawValue: "project")
    /// A called workflow wants more permissions than the calling job has.
    package static let callPermissions = DiagnosticCode(rawValue: "call-permissions")
    /// Calls of reusable workflows go deeper or wider than GitHub allows.
    package static let callLimit = DiagnosticCode(rawValue: "call-limit")
    /// A script prints a workflow command that GitHub has taken out of use.
    package static let deprecatedCommand = DiagnosticCode(rawValue: "deprecated-command")
    /// `shell` names none that the runner has.
    package static let shell = DiagnosticCode(rawValue: "shell")
    /// A number of minutes or legs that limits nothing.
    package static let uselessNumber = DiagnosticCode(rawValue: "useless-number")
    /// A property is read that its object has not.
    package static let unknownProperty = DiagnosticCode(rawValue: "unknown-property")
    /// A function is given what it can do nothing with.
    package static let functionArgument = DiagnosticCode(rawValue: "function-argument")
    /// Values are compared that are always or never equal.
    package static let comparison = DiagnosticCode(rawValue: "comparison")
    /// The value of an expression is of another kind than its key takes.
    package static let valueType = DiagnosticCode(rawValue: "value-type")
    /// A condition, or a choice by `&&` and `||`, that never takes its first way.
    package static let conditionAlwaysFalse = DiagnosticCode(rawValue: "condition-always-false")
    /// A text that outsiders write becomes part of a script.
    package static let scriptInjection = DiagnosticCode(rawValue: "script-injection")
    /// A step passes an action an input it has not, or leaves out one it requires.
    package static let actionInput = DiagnosticCode(rawValue: "action-input")
    /// A step uses a folder of the workspace in which no action is.
    package static let localAction = DiagnosticCode(rawValue: "local-action")
    /// A filter's pattern is of no form, or can match nothing.
    package static let pattern = DiagnosticCode(rawValue: "pattern")
    /// A schedule asks for more runs than GitHub starts, or for none.
    package static let schedule = DiagnosticCode(rawValue: "schedule")
    /// An item of a matrix's `exclude` takes nothing out.
    package static let matrixExclude = DiagnosticCode(rawValue: "matrix-exclude")
    /// A variable is read in the `env` that only just sets it.
    package static let ownVariable = DiagnosticCode(rawValue: "own-variable")
    /// A job needs another that is switched off.
    package static let unreachableJob = DiagnosticCode(rawValue: "unreachable-job")
    /// The name of a variable holds what no shell reads as part of one.
    package static let variableName = DiagnosticCode(rawValue: "variable-name")
    /// A password stands in the file itself.
    package static let plainPassword = DiagnosticCode(rawValue: "plain-password")
}
