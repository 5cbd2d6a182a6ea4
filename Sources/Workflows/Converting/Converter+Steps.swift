import Diagnostics
import Expressions

extension Converter {
    /// `steps` of a job.
    mutating func steps(_ value: ValueTemplate?) -> [Step] {
        steps(value, in: .job)
    }

    /// Where steps stand, which decides what they may use.
    enum StepPlace {
        /// In a job.
        case job
        /// In a composite action.
        case composite

        fileprivate var conditionScope: Scope {
            self == .job ? .stepIf : .compositeStepIf
        }
    }

    /// The steps of a sequence.
    mutating func steps(_ value: ValueTemplate?, in place: StepPlace) -> [Step] {
        let items = value?.items ?? []
        var names = StepNames()
        var ids: [Located<String>] = []
        var hasControlSteps = false
        for item in items {
            let fields = Fields(item)
            if let id = fields?["id"]?.plainText, !id.value.isEmpty {
                ids.append(id)
            }
            if fields?["run"] == nil, fields?["uses"] == nil {
                hasControlSteps = true
                ids += (fields?["parallel"]?.items ?? []).compactMap {
                    Fields($0)?["id"]?.plainText
                }
            }
        }
        names.take(ids).forEach { report($0) }
        if hasControlSteps {
            checkStepReferences(items)
        }
        var steps: [Step] = []
        steps.reserveCapacity(items.count)
        for item in items {
            if let step = step(item, in: place, &names) {
                steps.append(step)
            }
        }
        return steps
    }

    private mutating func step(
        _ value: ValueTemplate,
        in place: StepPlace,
        _ names: inout StepNames
    ) -> Step? {
        guard let fields = Fields(value) else {
            return nil
        }
        let condition = reader.condition(fields["if"], in: place.conditionScope)
        guard let (kind, stem) = kind(fields, in: place, &names) else {
            return nil
        }
        let id = fields["id"]?.plainText
        return Step(
            id: id,
            contextName: id?.value ?? names.makeUp(stem),
            span: value.span,
            name: fields["name"]?.text,
            condition: condition,
            conditionSpan: fields["if"]?.span,
            env: fields["env"],
            continueOnError: fields["continue-on-error"]?.boolean,
            timeoutMinutes: fields["timeout-minutes"]?.number,
            background: fields["background"]?.plainBoolean ?? false,
            kind: kind
        )
    }

    /// What a step does, and the stem of the name GitHub makes up for it.
    private mutating func kind(
        _ fields: Fields,
        in place: StepPlace,
        _ names: inout StepNames
    ) -> (kind: Step.Kind, nameStem: String)? {
        if let script = fields["run"]?.text {
            let run = RunStep(
                script: script,
                shell: fields["shell"]?.text,
                workingDirectory: fields["working-directory"]?.text
            )
            return (.run(run), "run")
        }
        if let uses = fields["uses"]?.plainText {
            return actionReference(uses).map { reference in
                let step = UsesStep(
                    reference: Located(reference, at: uses.span),
                    with: fields["with"]
                )
                return (.uses(step), reference.nameStem)
            }
        }
        return controlKind(fields, in: place, &names)
    }

    private mutating func controlKind(
        _ fields: Fields,
        in place: StepPlace,
        _ names: inout StepNames
    ) -> (kind: Step.Kind, nameStem: String)? {
        if let wait = fields["wait"] {
            return (.wait(wait.texts), "wait")
        }
        if let waitAll = fields["wait-all"] {
            checkWaitAll(waitAll)
            return (.waitAll, "wait-all")
        }
        if let cancel = fields["cancel"]?.plainText {
            return (.cancel(cancel), "cancel")
        }
        guard let parallel = fields["parallel"]?.items else {
            return nil
        }
        var steps: [Step] = []
        for item in parallel {
            checkInsideParallel(item)
            if let step = step(item, in: place, &names) {
                steps.append(step)
            }
        }
        return (.parallel(steps), "parallel")
    }

    private mutating func actionReference(_ text: Located<String>) -> ActionReference? {
        if let reference = ActionReference(parsing: text.value) {
            if reference.isWorkflow {
                report(
                    Diagnostic(
                        .actionReference,
                        "reusable workflows should be referenced at the top-level "
                            + "`jobs.*.uses' key, not within steps",
                        at: text.span,
                        help: "give the workflow a job of its own: `jobs.<id>.uses`"
                    )
                )
            }
            return reference
        }
        if !text.value.isEmpty {
            report(
                Diagnostic(
                    .actionReference,
                    "Expected format {org}/{repo}[/path]@ref. Actual '\(text.value)'",
                    at: text.span,
                    help: "write `OWNER/REPO@REF`, `./FOLDER` or `docker://IMAGE`"
                )
            )
        }
        return nil
    }
}
