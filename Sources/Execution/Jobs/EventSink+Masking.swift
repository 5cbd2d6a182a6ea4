import Diagnostics
import RunEvents

extension EventSink {
    /// This sink behind a mask: whatever a job says passes here, so no secret can slip by.
    ///
    /// Output of steps is masked where its lines are known and passes as it is; keys that tell jobs
    /// and steps apart are no free text and stay. Masking twice changes nothing.
    func masking(with masks: SecretMasks) -> EventSink {
        EventSink { happening in await send(happening.masked { masks.masked($0).text }) }
    }
}

extension Happening {
    /// The happening with `mask` applied to every text that a workflow has a say in.
    func masked(_ mask: (String) -> String) -> Happening {
        switch self {
        case .runStarted, .workflowNotStarted, .runFinished, .jobQueued: self
        case .imagePull(let payload): .imagePull(payload.masked(mask))
        case .diagnostic(let payload): .diagnostic(payload.masked(mask))
        case .substitution(let payload): .substitution(payload.masked(mask))
        case .notHonoured(let payload): .notHonoured(payload.masked(mask))
        case .jobStarted(let payload): .jobStarted(payload.masked(mask))
        case .jobFinished(let payload): .jobFinished(payload.masked(mask))
        case .stepStarted(let payload): .stepStarted(payload.masked(mask))
        case .stepFinished(let payload): .stepFinished(payload.masked(mask))
        case .log(let payload) where payload.step == nil: .log(payload.masked(mask))
        case .log: self
        case .annotation(let payload): .annotation(payload.masked(mask))
        case .summary(let payload): .summary(payload.masked(mask))
        }
    }
}

/// Applies a mask to each text of a payload.
private typealias Mask = (String) -> String

extension Diagnostic {
    fileprivate func masked(_ mask: Mask) -> Diagnostic {
        Diagnostic(
            code,
            severity: severity,
            mask(message),
            at: span,
            notes: notes.map(mask),
            help: help.map(mask),
            githubLocation: githubLocation
        )
    }
}

extension Substitution {
    fileprivate func masked(_ mask: Mask) -> Substitution {
        Substitution(
            kind: kind,
            original: mask(original),
            replacement: mask(replacement),
            source: mask(source)
        )
    }
}

extension NotHonoured {
    fileprivate func masked(_ mask: Mask) -> NotHonoured {
        NotHonoured(subject: mask(subject), reason: mask(reason), job: job, span: span)
    }
}

extension ImagePull {
    fileprivate func masked(_ mask: Mask) -> ImagePull {
        ImagePull(image: mask(image), received: received, total: total, isComplete: isComplete)
    }
}

extension JobStarted {
    fileprivate func masked(_ mask: Mask) -> JobStarted {
        JobStarted(job: job, image: mask(image), services: services.mapValues(mask))
    }
}

extension JobFinished {
    fileprivate func masked(_ mask: Mask) -> JobFinished {
        JobFinished(
            job: job,
            conclusion: conclusion,
            isFailureAllowed: isFailureAllowed,
            seconds: seconds,
            secondsOutsideSteps: secondsOutsideSteps,
            reason: reason.map(mask),
            outputs: outputs.mapValues(mask)
        )
    }
}

extension StepStarted {
    fileprivate func masked(_ mask: Mask) -> StepStarted {
        StepStarted(job: job, step: step, name: mask(name), span: span)
    }
}

extension StepFinished {
    fileprivate func masked(_ mask: Mask) -> StepFinished {
        StepFinished(
            job: job,
            step: step,
            name: mask(name),
            span: span,
            outcome: outcome,
            conclusion: conclusion,
            exitStatus: exitStatus,
            seconds: seconds,
            cpuSeconds: cpuSeconds,
            peakMemory: peakMemory,
            reason: reason.map(mask)
        )
    }
}

extension LogLines {
    fileprivate func masked(_ mask: Mask) -> LogLines {
        LogLines(job: job, step: step, kind: kind, text: mask(text), isContinued: isContinued)
    }
}

extension Annotation {
    fileprivate func masked(_ mask: Mask) -> Annotation {
        Annotation(
            job: job,
            step: step,
            level: level,
            message: mask(message),
            title: title.map(mask),
            file: file.map(mask),
            line: line,
            endLine: endLine,
            column: column,
            endColumn: endColumn
        )
    }
}

extension StepSummary {
    fileprivate func masked(_ mask: Mask) -> StepSummary {
        StepSummary(job: job, step: step, markdown: mask(markdown))
    }
}
