internal import CCurl
internal import CEpoll
internal import Glibc
import Synchronization

/// A client's thread as the others see it: a list of things to do, and a bell.
///
/// Besides transfers it runs tasks that prefer it, and it serves a server's connections, so that a request that asks an
/// upstream is answered without a switch of threads. Whatever runs there keeps everything else on the thread waiting.
final class EventLoop: Sendable {
    enum Command {
        case start(Transfer)
        /// The reader has taken what waited.
        case resume(Transfer)
        case abort(Transfer)
        /// A task's next piece of work.
        case run(UnownedJob)
        case perform(@Sendable (TransferDriver?) -> Void)
    }

    private struct Agenda {
        var commands: [Command] = []
        /// Whether the thread waits and has to be woken.
        var isWaiting = false
        var isStopping = false
        var isJoined = false
    }

    private let agenda = Mutex(Agenda())
    private let bell: Int32
    /// Written once in `init`, before the loop is shared.
    nonisolated(unsafe) private var thread = pthread_t()

    /// libcurl asks for this once before anything else in a process.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Returns nil when the system has no thread or descriptor left.
    init?(_ configuration: Client.Configuration) {
        bell = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        guard Self.isReady, bell >= 0 else { return nil }
        // The driver is made by its thread and never leaves it. The thread owns one reference to what it is
        // started with and gives it back when it ends.
        let owned = Unmanaged.passRetained(Start(loop: self, configuration: configuration))
        let isRunning = pthread_create(
            &thread, nil,
            { pointer in
                if let pointer { Unmanaged<Start>.fromOpaque(pointer).takeRetainedValue().run() }
                return nil
            }, owned.toOpaque())
        guard isRunning == 0 else {
            owned.release()
            return nil
        }
    }

    deinit {
        if bell >= 0 { close(bell) }
    }

    private final class Start {
        let loop: EventLoop
        let configuration: Client.Configuration

        init(loop: EventLoop, configuration: Client.Configuration) {
            self.loop = loop
            self.configuration = configuration
        }

        func run() {
            // Signals are for the program's other threads; and a write into a broken TLS connection is to be an
            // error here, not a SIGPIPE.
            var all = sigset_t()
            sigfillset(&all)
            pthread_sigmask(SIG_BLOCK, &all, nil)
            if let driver = TransferDriver(loop: loop, bell: loop.bell, configuration) {
                driver.run()
            } else {
                loop.refuseAll()
            }
        }
    }

    func enqueue(_ command: Command) {
        let (isLate, wakes) = agenda.withLock { agenda in
            if agenda.isStopping { return (true, false) }
            agenda.commands.append(command)
            defer { agenda.isWaiting = false }
            return (false, agenda.isWaiting)
        }
        // The thread looks for commands before it waits.
        if wakes && !isCurrent { ring() }
        guard isLate else { return }
        switch command {
        case .start(let transfer): transfer.end(.failure(.closed))
        case .run(let job): globalConcurrentExecutor.enqueue(job)
        case .perform(let body): body(nil)
        case .resume, .abort: break
        }
    }

    /// Whether the caller is on the loop's thread.
    var isCurrent: Bool { pthread_equal(pthread_self(), thread) != 0 }

    /// Runs something on the thread, with what drives it, and waits for that. On the thread itself, and when that has
    /// ended, it runs at once, without a driver.
    func perform<Value: Sendable>(_ body: @escaping @Sendable (TransferDriver?) -> Value) -> Value {
        if isCurrent { return body(nil) }
        let handover = Handover<Value>()
        enqueue(.perform { handover.give(body($0)) })
        return handover.take()
    }

    /// Ends the thread and waits for that. Whatever runs then has failed as cancelled.
    func stop() {
        let joins = agenda.withLock { agenda in
            defer { agenda.isJoined = true }
            agenda.isStopping = true
            return !agenda.isJoined
        }
        guard joins else { return }
        ring()
        if isCurrent {
            // The last reference was let go by a task that runs here.
            pthread_detach(thread)
        } else {
            pthread_join(thread, nil)
        }
    }

    private func ring() {
        eventfd_write(bell, 1)
    }

    // MARK: The thread's side

    /// What came in since the last call. When there is nothing, the next command rings the bell.
    ///
    /// - Returns: nil when the thread is to end.
    func takeCommands(into taken: inout [Command]) -> Bool {
        agenda.withLock { agenda in
            taken.removeAll(keepingCapacity: true)
            swap(&taken, &agenda.commands)
            agenda.isWaiting = taken.isEmpty
            return !agenda.isStopping
        }
    }

    /// Answers every request until the loop is stopped, when there is no driver.
    private func refuseAll() {
        var commands: [Command] = []
        while takeCommands(into: &commands) {
            for command in commands {
                switch command {
                case .start(let transfer): transfer.end(.failure(.unstarted))
                case .run(let job): job.runSynchronously(on: asUnownedTaskExecutor())
                case .perform(let body): body(nil)
                case .resume, .abort: break
                }
            }
            guard commands.isEmpty else { continue }
            var polled = pollfd(fd: bell, events: Int16(POLLIN), revents: 0)
            poll(&polled, 1, -1)
            var count: eventfd_t = 0
            eventfd_read(bell, &count)
        }
        refuse(commands)
    }

    /// Gives back what came in before the end and was not begun.
    func refuse(_ commands: [Command]) {
        for command in commands {
            switch command {
            case .start(let transfer): transfer.end(.failure(.closed))
            case .run(let job): globalConcurrentExecutor.enqueue(job)
            case .perform(let body): body(nil)
            case .resume, .abort: break
            }
        }
    }
}

extension EventLoop: TaskExecutor {
    func enqueue(_ job: consuming ExecutorJob) {
        enqueue(.run(UnownedJob(job)))
    }
}
