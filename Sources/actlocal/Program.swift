import ActlocalCommands

/// The program: hands the process over to the front end, which ends it with the exit status.
@main
enum Program {
    static func main() {
        FrontEnd.main()
    }
}
