import Expressions
import Workspaces

// Payloads that are about what else a repository has.
extension EventPayload {
    /// A label as a new one is.
    var labelObject: ExpressionValue {
        .object([
            ("id", 1), ("name", "label"), ("color", "ededed"), ("default", false),
            ("description", .null), ("url", .string("\(objects.api)/labels/label")),
        ])
    }

    /// A milestone as a new one is.
    var milestoneObject: ExpressionValue {
        .object([
            ("id", 1), ("number", 1), ("title", "A milestone"), ("description", .null),
            ("state", assumed.activity == "closed" ? "closed" : "open"),
            ("creator", objects.sender), ("open_issues", 0), ("closed_issues", 0),
            ("due_on", .null), ("html_url", .string("\(objects.web)/milestone/1")),
            ("url", .string("\(objects.api)/milestones/1")),
        ])
    }

    /// `discussion`.
    var discussion: Entries {
        [
            (
                "discussion",
                .object([
                    ("id", 1), ("number", 1), ("title", "A discussion"), ("body", ""),
                    ("user", objects.sender), ("state", "open"), ("locked", false),
                    ("category", .object([("id", 1), ("name", "General"), ("slug", "general")])),
                    ("author_association", "OWNER"), ("comments", 0),
                    ("html_url", .string("\(objects.web)/discussions/1")),
                ])
            )
        ]
    }

    /// `pages` of the wiki.
    var pages: Entries {
        [
            (
                "pages",
                .array([
                    .object([
                        ("page_name", "Home"), ("title", "Home"), ("summary", .null),
                        ("action", "edited"), ("sha", .string(revision.sha)),
                        ("html_url", .string("\(objects.web)/wiki/Home")),
                    ])
                ])
            )
        ]
    }
}
