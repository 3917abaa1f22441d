import Glibc

StandardStreams.complete()
exit(CommandLineTool().run(Array(CommandLine.arguments.dropFirst())))
