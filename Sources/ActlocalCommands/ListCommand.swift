import ArgumentParser
import Diagnostics
import Sessions

/// `actlocal list`: shows the workflows of a project and their jobs.
struct ListCommand: FrontEndCommand {
    /// What the argument parser shows.
    static let configuration = CommandConfiguration(
        commandName: "list",
        _superCommandName: ActlocalCommand.name,
        abstract: "List the workflows of this project and their jobs.",
        usage: "actlocal list [<options>]",
        discussion: """
            Examples:

              actlocal list                       the workflows in .github/workflows
              actlocal list -W other/workflows    those of another folder
              actlocal list --json | jq -r '.workflows[].file'

            The list goes to standard output. A file that is not valid is listed as far as it can \
            be read, its problems go to standard error, and the exit status is 3.
            """
    )

    /// Where the project is.
    @OptionGroup
    var project: ProjectOptions

    /// The form of the list.
    @OptionGroup
    var form: FormOptions

    func run(in front: FrontEnd) async -> Int32 {
        let request: RunRequest
        do throws(RequestError) {
            request = try RunRequest(project: project, machine: front.machine)
        } catch {
            return front.refuse(error)
        }
        do throws(SessionError) {
            let catalog = try WorkflowCatalog.load(request)
            let style = front.style(for: front.output)
            front.output.write(
                form.isJSON ? CatalogText.json(catalog) : CatalogText.text(catalog, style)
            )
            front.output.flush()
            return front.show(
                catalog.entries.flatMap(\.diagnostics),
                of: request,
                files: catalog.entries.map(\.source)
            )
        } catch {
            return front.refuse(error)
        }
    }
}
