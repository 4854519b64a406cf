import Glibc
import Probing
import RealPrograms
import SystemPackage
import Testing

@testable import Admission

/// The kernel's own files, and copies of them with known numbers.
struct KernelSignalTests {
    // MARK: file

    @Test("A file appears and disappears")
    func file() async throws {
        try await FilePath.temporary { directory in
            let path = directory.appending("drain").string
            #expect(try FileSignal.measure(path) == 0)
            try write("", to: path)
            #expect(try FileSignal.measure(path) == 1)
            unlink(path)
            #expect(try FileSignal.measure(path) == 0)
            #expect(try FileSignal.measure(directory.string) == 1, "a directory counts, too")
            #expect(try FileSignal.measure(directory.appending("none/drain").string) == 0)
        }
    }

    @Test("A file that names its end is there until then; any other text means nothing")
    func fileWithEnd() async throws {
        try await FilePath.temporary { directory in
            let path = directory.appending("drain").string
            let now = Int64(time(nil))
            for (text, value) in [
                (FileSignal.text(until: now + 3600), 1), (FileSignal.text(until: now - 1), 0),
                ("until noon", 1), ("until", 1), ("until \(now - 1) or so", 1), ("\(now - 1)", 1),
            ] as [(String, Double)] {
                try write(text, to: path)
                #expect(try FileSignal.measure(path) == value, "\(text)")
                unlink(path)
            }
        }
    }

    @Test("What stands in the way is not taken for absence")
    func unreadableFile() async throws {
        try await FilePath.temporary { directory in
            let file = directory.appending("file").string
            try write("", to: file)
            let long = String(repeating: "x", count: 300)
            for (path, reason) in [
                ("\(file)/drain", "access: Not a directory"),
                ("\(file)\(long)", "access: File name too long"),
            ] {
                let failure = #expect(throws: ProbeFailure.self) {
                    try FileSignal.measure(path)
                }
                #expect(failure?.description == reason)
            }
        }
    }

    // MARK: load_average

    @Test("The load average is measured, per core where asked for")
    func loadAverage() throws {
        let answer = try ProbeQuestion.loadAverage.makeMeasurement()(0).get()
        let load = LoadAverageSignal(perCore: false).value(of: answer)
        #expect(load >= 0 && load.isFinite)
        let cores = Double(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        #expect(LoadAverageSignal(perCore: true).value(of: answer) == load / cores)
    }

    // MARK: pressure

    @Test("The kernel's pressure, of the machine", arguments: PressureResource.allCases)
    func pressure(resource: PressureResource) throws {
        let signal = PressureSignal(resource)
        let value = try signal.value(of: try signal.question.makeMeasurement()(0).get())
        #expect((0...100).contains(value))
    }

    @Test("The pressure of a control group, and of one that does not exist")
    func pressureOfGroup() throws {
        let own = try #require(
            try KernelFile.text("/proc/self/cgroup").split(separator: "\n").first {
                $0.hasPrefix("0::/")
            })
        let signal = PressureSignal(.cpu, cgroup: String(own.dropFirst(3)))
        let value = try signal.value(of: try signal.question.makeMeasurement()(0).get())
        #expect((0...100).contains(value))
        let missing = PressureSignal(.cpu, cgroup: "/no such group")
        let failure = #expect(throws: ProbeFailure.self) {
            try missing.question.makeMeasurement()(0).get()
        }
        #expect(failure?.description == "open: No such file or directory")
    }

    @Test("What a pressure file says")
    func pressureText() throws {
        let pressure = Pressure(
            parsing: """
                some avg10=46.70 avg60=54.20 avg300=37.53 total=12177772036
                full avg10=1.50 avg60=0.00 avg300=0.00 total=0

                """)
        #expect(pressure == Pressure(parsing: "full avg10=1.5 x=1\nsome avg10=46.7 x=1"))
        #expect(try PressureSignal(.io).value(of: .pressure(pressure)) == 46.7)
        #expect(try PressureSignal(.io, stall: .full).value(of: .pressure(pressure)) == 1.5)
        // Linux before 5.13 has no line "full" for cpu.
        let old = Pressure(parsing: "some avg10=1.00 avg60=0.00 avg300=0.00 total=0\n")
        let failure = #expect(throws: ProbeFailure.self) {
            try PressureSignal(.cpu, stall: .full).value(of: .pressure(old))
        }
        #expect(failure?.description == "the kernel does not tell \"full\" for cpu")
    }

    @Test("Where control groups are mounted")
    func mounts() {
        let hybrid = CgroupMounts(
            parsing: """
                proc /proc proc rw 0 0
                cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,cpu,cpuacct 0 0
                cgroup /sys/fs/cgroup/memory cgroup rw,relatime,memory 0 0
                cgroup2 /sys/fs/cgroup/unified cgroup2 rw,relatime 0 0

                """)
        #expect(hybrid.unified == "/sys/fs/cgroup/unified")
        #expect(hybrid.memory == "/sys/fs/cgroup/memory")
        let unified = CgroupMounts(parsing: "cgroup2 /sys/fs/cgroup cgroup2 rw,nsdelegate 0 0")
        #expect(unified.unified == "/sys/fs/cgroup")
        #expect(unified.memory == nil)
        #expect(CgroupMounts(parsing: "").unified == nil)
    }

    // MARK: memory_available

    @Test("The machine's available memory")
    func memory() throws {
        let signal = MemoryAvailableSignal(.share)
        let answer = try signal.question.makeMeasurement()(0).get()
        #expect((0...100).contains(signal.value(of: answer)))
        #expect(MemoryAvailableSignal(.bytes).value(of: answer) > 1_000_000)
    }

    @Test("What a control group may still use is the least of its limits and those above it")
    func memoryOfGroup() async throws {
        try await FilePath.temporary { directory in
            let machine = directory.appending("meminfo").string
            try write("MemTotal:  10240 kB\nMemFree: 1 kB\nMemAvailable: 5120 kB\n", to: machine)
            #expect(try AvailableMemory.ofMachine(machine).share == 50)
            let mounts = CgroupMounts(unified: directory.string)
            try group("\(directory)/web", max: "max", high: "max", current: 900, inactive: 0)
            try group("\(directory)/web/php", max: "1000", high: "max", current: 900, inactive: 150)
            func php() throws -> AvailableMemory {
                try AvailableMemory.of("/web/php", mounts, machine: machine)
            }
            // 1000 - 900 + 150 of 1000.
            #expect(try php().bytes == 250)
            #expect(try php().share == 25)
            // The limit above, and the one that only slows down.
            try group("\(directory)/web", max: "2000", high: "max", current: 1900, inactive: 0)
            #expect(try php().bytes == 100)
            #expect(try php().share == 5)
            try group("\(directory)/web/php", max: "1000", high: "910", current: 900, inactive: 0)
            #expect(try php().bytes == 10)
            // The machine has less than the groups may use.
            try group("\(directory)/web", max: "max", high: "max", current: 0, inactive: 0)
            try group("\(directory)/web/php", max: "max", high: "max", current: 0, inactive: 0)
            #expect(try php().share == 50)
            #expect(try php().bytes == 5120 * 1024)
            let failure = #expect(throws: ProbeFailure.self) {
                try AvailableMemory.of("/none", mounts, machine: machine)
            }
            #expect(
                failure?.description == "there is no control group /none with memory.current")
        }
    }

    @Test("cgroup 1 has the same in files of other names")
    func memoryOfFirst() async throws {
        try await FilePath.temporary { directory in
            let machine = directory.appending("meminfo").string
            try write("MemTotal: 10240 kB\nMemAvailable: 5120 kB\n", to: machine)
            let mounts = CgroupMounts(memory: directory.string)
            mkdir("\(directory)/php", 0o755)
            for (name, text) in [
                ("limit_in_bytes", "1000\n"), ("usage_in_bytes", "900\n"),
                ("stat", "inactive_file 1\ntotal_inactive_file 150\n"),
            ] {
                try write(text, to: "\(directory)/php/memory.\(name)")
            }
            let memory = try AvailableMemory.of("/php", mounts, machine: machine)
            #expect(memory.bytes == 250)
            #expect(memory.share == 25)
        }
    }

    private func group(
        _ path: String, max: String, high: String, current: Int, inactive: Int
    ) throws {
        mkdir(path, 0o755)
        for (name, text) in [
            ("max", max), ("high", high), ("current", "\(current)"),
            ("stat", "anon 1\nfile 2\ninactive_file \(inactive)"),
        ] {
            try write("\(text)\n", to: "\(path)/memory.\(name)")
        }
    }

    private func write(_ text: String, to path: String) throws {
        let file = try FileDescriptor.open(
            FilePath(path), .writeOnly, options: [.create, .truncate],
            permissions: .ownerReadWrite)
        _ = try file.closeAfter { try file.writeAll(text.utf8) }
    }
}
