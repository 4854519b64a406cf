# `make` alone lists the targets.

# Where `make install` installs, what it puts before all paths while it does, and where `make deb` and `make tarball`
# put what they make.
PREFIX   ?= /usr/local
DESTDIR  ?=
PACKAGES ?= .build/packages
# The port of `make demo`; when empty, a free one is found.
PORT    ?=

SWIFT   ?= swift
BUILD_PACKAGES = libfcgi-dev libmaxminddb-dev libsodium-dev libyaml-dev
DEMO_PACKAGES  = nginx-light spawn-fcgi curl
TEST_PACKAGES  = $(DEMO_PACKAGES) prometheus libfcgi-bin multiwatch php-fpm gdnsd knot-dnsutils \
	pdns-server pdns-backend-bind apache2 lua-socket lighttpd lighttpd-modules-lua lighttpd-mod-openssl caddy \
	haproxy openssl iproute2 util-linux redis-server libhiredis0.14
POOL_PACKAGES  = $(DEMO_PACKAGES) apache2 faketime gdnsd knot-dnsutils unbound dokuwiki php-fpm iproute2 util-linux openssl \
	chromium chromium-driver libnss3-tools python3 python3-venv redis-server libhiredis0.14

DEB_PACKAGES      = debhelper dpkg-dev
DEB_TEST_PACKAGES = debootstrap iproute2 lintian procps util-linux

FAULT_PACKAGES = gcc libc6-dev python3 nginx-light spawn-fcgi multiwatch faketime redis-server libhiredis0.14 util-linux mount
BENCH_PACKAGES = gcc libc6-dev binutils python3 valgrind
# A peer that is missing is left out of the measurements, and named.
PEER_PACKAGES  = nginx-light libnginx-mod-http-lua haproxy wrk golang-go php-fpm libfcgi-perl \
	python3-venv
# How many rounds `make bench` runs, how many seconds it measures each number in a round, and where it puts the
# results.
ROUNDS  ?= 5
SECONDS ?= 3
RESULTS ?= Benchmarks/side-by-side/.build/results

# With these options, a web server's machine needs libfcgi, libsodium, libyaml and the C library, but no Swift
# and no libstdc++: the little of libstdc++ that Swift uses is linked in. The linker finds the static library in
# a folder that lacks the shared one; if there is no static one, the shared one is linked. Identical functions are
# kept once. The 43,000 relocations are packed, which makes the program 1 MB smaller in the file and in memory, and
# needs glibc 2.36 where it runs. Together this saves 2.3 MB of resident memory. Symbols stay, for readable
# backtraces; `strip` removes half of the size.
#
# Of Foundation, swift-argument-parser alone uses anything, and that only for what nobody asks of this program. What
# stands in for it keeps 4.9 MB out of the file and 0.6 MB out of the memory. Rooms off the path of requests are
# compiled for size, which keeps out another 0.25 and 0.4 MB (Package.swift).
#
# A page of the program's file that is touched brings at least the 15 around it into memory. What runs at a start was
# spread over all of the file, most of which thus was resident, so the linker puts it side by side: 2.5 MB less.
# `make order` writes its names anew. Names that have changed since then cost a little of that, and do no harm.
STATIC_LIBRARIES = $(CURDIR)/.build/static
FOUNDATION = $(STATIC_LIBRARIES)/FoundationEssentials.o
FUNCTION_ORDER = packaging/function-order
RELEASE = -c release --static-swift-stdlib -Xlinker -L$(STATIC_LIBRARIES) -Xlinker --icf=safe -Xlinker --no-export-dynamic \
	-Xswiftc -Xclang-linker -Xswiftc -static-libgcc -Xswiftc -use-ld=lld -Xlinker -z -Xlinker pack-relative-relocs \
	-Xlinker --symbol-ordering-file=$(CURDIR)/$(FUNCTION_ORDER) -Xlinker --no-warn-symbol-ordering
RELEASE_BUILD = DISTRIB_RELEASE=$(FOUNDATION) $(SWIFT) build $(RELEASE)
RELEASE_BINARIES = $(shell $(SWIFT) build -c release --show-bin-path)

# For how many seconds redis is away in `make machines`.
OUTAGE ?= 60

SWIFT_SOURCES = Package.swift packaging/FoundationEssentials.swift Sources Tests Fuzz Examples/replay/Package.swift Examples/replay/Sources Benchmarks/documents \
	Benchmarks/peers Benchmarks/waiting Benchmarks/dependency-weight/Package.swift \
	Benchmarks/dependency-weight/Sources

.DEFAULT_GOAL := help
.PHONY: help build release faults soak example bench bench-check instructions order machines peers peers-docs peers-cost peers-build waiting waiting-docs waiting-build weigh demo demo-check test pool-test pool-measure sanitize \
	sanitize-thread sanitize-address fuzz fuzz-seeds fuzz-build format lint install uninstall deb tarball deb-test clean toolchain build-packages demo-packages test-packages pool-packages \
	bench-packages

help: ## lists the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: toolchain build-packages ## builds everything, for debugging
	$(SWIFT) build

release: toolchain build-packages $(FOUNDATION) ## builds the programs for installation, which need no Swift at run time
	@mkdir -p $(STATIC_LIBRARIES)
	@library=$$(ls -v /usr/lib/gcc/$$(uname -m)-linux-gnu/*/libstdc++.a 2>/dev/null | tail -n 1); \
		[ -z "$$library" ] || ln -sf "$$library" $(STATIC_LIBRARIES)/
	$(RELEASE_BUILD) --product distrib-fcgi
	$(RELEASE_BUILD) --product demo-application

$(FOUNDATION): packaging/FoundationEssentials.swift
	@mkdir -p $(STATIC_LIBRARIES)
	$(SWIFT)c -O -wmo -parse-as-library -module-name FoundationEssentials -emit-object -o $@ $<

demo: release demo-packages ## shows three Sites at work, on free ports, until Ctrl-C (PORT=8080)
	@# Without exec, SIGTERM to make would end a shell in between, and leave the demonstration running.
	exec env PORT=$(PORT) BINARIES=$(RELEASE_BINARIES) scripts/demo

demo-check: release demo-packages ## does the same without waiting, and fails on any wrong answer
	PORT=$(PORT) BINARIES=$(RELEASE_BINARIES) scripts/demo --check

bench: release bench-packages ## measures the component beside its peers (ROUNDS=5 SECONDS=3 RESULTS=folder)
	Benchmarks/side-by-side/bench --rounds $(ROUNDS) --seconds $(SECONDS) --results $(RESULTS)

bench-check: release bench-packages ## does the same briefly, only to see that it works
	Benchmarks/side-by-side/bench --rounds 1 --seconds 0.2

instructions: release ## compares the user instructions of a request with the thresholds
	scripts/install-packages $(BENCH_PACKAGES)
	Benchmarks/side-by-side/instructions

order: release ## writes anew which functions the linker puts side by side, and links the program with them (a minute)
	scripts/install-packages $(BENCH_PACKAGES)
	Benchmarks/side-by-side/order $(FUNCTION_ORDER)
	@# The build does not know that the program depends on that file.
	rm -f $(RELEASE_BINARIES)/distrib-fcgi
	$(RELEASE_BUILD) --product distrib-fcgi

example: toolchain ## builds a program of one's own on the library products (Examples/replay), and compares what it prints
	cd Examples/replay && $(SWIFT) run -q replay <requests | diff answers -

waiting: waiting-build ## lets 10,000 people wait in line, with a fake clock, and fails where a bound is missed (a minute)
	$(RELEASE_BINARIES)/waiting-table --check

machines: release ## two machines that share a rate, while redis fails for a minute (OUTAGE=60; two minutes)
	scripts/install-packages redis-server libhiredis0.14 python3
	Benchmarks/machines/measure --program $(RELEASE_BINARIES)/distrib-fcgi --outage $(OUTAGE)

waiting-docs: waiting-build ## writes the tables and pictures of docs/waiting-line.md
	$(RELEASE_BINARIES)/waiting-table --write

peers: peers-build ## leads clients through Pools of busy Sites that know each other, and fails where a bound is missed (half a minute)
	$(RELEASE_BINARIES)/peers-table --check

peers-docs: peers-build ## writes the table and the picture of docs/peers.md
	$(RELEASE_BINARIES)/peers-table --write

peers-cost: release ## measures what it costs to ask other Sites, in Pools of 2 to 10,000 (two minutes)
	scripts/install-packages python3
	Benchmarks/peers/cost $(RELEASE_BINARIES)/distrib-fcgi

peers-build: toolchain build-packages $(FOUNDATION)
	@mkdir -p $(STATIC_LIBRARIES)
	$(RELEASE_BUILD) --product peers-table

waiting-build: toolchain build-packages $(FOUNDATION)
	@mkdir -p $(STATIC_LIBRARIES)
	$(RELEASE_BUILD) --product waiting-table

weigh: toolchain ## compares what libyaml and libsodium cost with Yams and swift-crypto
	scripts/install-packages libyaml-dev libsodium-dev pkg-config time procps
	SWIFT="$(SWIFT)" Benchmarks/dependency-weight/weigh

# How many tests run side by side. Without a bound all of them begin at once, and wait for a processor while their
# time limits run out.
WIDTH = --experimental-maximum-parallelization-width 4

# The tests of rooms without clocks and sockets do nothing but compute, some for many seconds. Swift has as many
# threads for all tests as there are processors; in the same process, tests that wait for a server would queue for one
# at every step, and on a slow machine run out of time although the server answers at once.
COMPUTING = '^(AnswersTests|DistributionTests|FieldsTests|GenerationTests|PoolTests|SeedTests|SettingsTests|SimulationTests|TopologyTests)\.'

test: toolchain build-packages test-packages ## installs what is missing and runs all tests, from a fresh checkout
	$(SWIFT) build --build-tests
	$(SWIFT) test $(WIDTH) --filter $(COMPUTING)
	$(SWIFT) test $(WIDTH) --skip $(COMPUTING) --skip TestPoolTests
	$(MAKE) demo-check
	$(MAKE) pool-test

pool-test: toolchain build-packages pool-packages ## tests the whole system in network namespaces, from DNS to sessions (root)
	$(SWIFT) build --build-tests
	scripts/install-axe
	scripts/pool-test

pool-measure: toolchain build-packages pool-packages ## measures how long browsers take to reach the next Site (root, 15 minutes)
	$(SWIFT) build --build-tests
	scripts/pool-test --filter TestPoolTests/Measurements

# The tests of what threads share, and of what touches memory that Swift does not check. Tests that limit resident
# memory are left out, because they would measure AddressSanitizer's quarantine.
SANITIZED = '^(FastCGITests|AdmissionTests|ResponderTests|DaemonTests|SigningTests|SettingsTests|CGITests|GeographyTests|MachinesTests|PeersTests|SystemCallsTests|ProbingTests)\.'
# ThreadSanitizer looks its suppressions up in files, which it can't open in the one test that has several threads
# wait for a Mutex while no descriptor is left.
# Leaks are looked for only in what C allocates: LeakSanitizer does not find pointers that a Swift enum keeps
# beside its tag, and then neither what libmaxminddb keeps for the Swift object at their end.
LEAKS = LSAN_OPTIONS=suppressions=$(CURDIR)/Fuzz/leaks.txt:print_suppressions=0

sanitize: sanitize-thread sanitize-address ## runs the server's tests under ThreadSanitizer and AddressSanitizer

sanitize-thread: toolchain build-packages
	TSAN_OPTIONS=suppressions=$(CURDIR)/Tests/thread-sanitizer.suppressions \
		$(SWIFT) test $(WIDTH) --sanitize=thread --scratch-path .build-thread --filter $(SANITIZED) --skip 'GeographyDatabaseTests/duration|LineMemoryTests|descriptorsExhaustedOfMany'

sanitize-address: toolchain build-packages
	ASAN_OPTIONS=detect_leaks=1 $(LEAKS) $(SWIFT) test $(WIDTH) --sanitize=address --scratch-path .build-address \
		--filter $(SANITIZED) --skip 'idleMemory|manyConnections|GeographyDatabaseTests/duration|LineMemoryTests'

# How many minutes each property is fuzzed, which properties are (all, when empty), and where the inputs go that
# violate one.
MINUTES  ?= 1
TARGETS  ?=
FINDINGS ?= Fuzz/findings

fuzz: fuzz-seeds ## fuzzes the properties that must hold for every input (MINUTES=1 TARGETS="host fields" FINDINGS=folder)
	MINUTES=$(MINUTES) TARGETS="$(TARGETS)" FINDINGS=$(FINDINGS) Fuzz/run

fuzz-seeds: fuzz-build ## tries the committed inputs, each once, under AddressSanitizer
	TARGETS="$(TARGETS)" FINDINGS=$(FINDINGS) Fuzz/run --seeds

fuzz-build: toolchain build-packages
	DISTRIB_FUZZ=1 $(SWIFT) build -c release -Xswiftc -enable-testing --sanitize=fuzzer --sanitize=address \
		--scratch-path .build-fuzz --product fuzz

format: toolchain ## formats the sources
	$(SWIFT) format -i -r $(SWIFT_SOURCES)

lint: toolchain ## checks the format of the sources, what pure rooms use, the scripts and the man pages
	scripts/install-packages shellcheck mandoc
	$(SWIFT) format lint --strict -r $(SWIFT_SOURCES)
	scripts/pure-rooms
	mandoc -T lint -W warning docs/*.[58]
	shellcheck -x .ci/run scripts/demo scripts/install-axe scripts/install-packages scripts/pool-test scripts/pure-rooms \
		packaging/files packaging/build-deb packaging/build-tarball packaging/test-deb packaging/deb-test/run \
		packaging/deb-test/walk packaging/debian/postinst packaging/debian/postrm \
		conf-examples/spawn-fcgi/start.sh Benchmarks/dependency-weight/weigh Fuzz/run

install: release ## installs the program, man pages, documents, examples, completions and units (PREFIX, DESTDIR)
	PREFIX=$(PREFIX) DESTDIR=$(DESTDIR) packaging/files install $(RELEASE_BINARIES)

uninstall: ## removes what `make install` put there, and nothing else (PREFIX, DESTDIR)
	PREFIX=$(PREFIX) DESTDIR=$(DESTDIR) packaging/files remove

deb: release ## makes the Debian package (PACKAGES=folder)
	scripts/install-packages $(DEB_PACKAGES)
	packaging/build-deb $(RELEASE_BINARIES) $(PACKAGES)

tarball: release ## makes a tarball of what `make install` installs, with a checksum (PACKAGES=folder)
	packaging/build-tarball $(RELEASE_BINARIES) $(PACKAGES)

deb-test: deb tarball ## tests both in a clean Debian with systemd, from installation to purge (root)
	scripts/install-packages $(DEB_TEST_PACKAGES)
	packaging/test-deb $(PACKAGES)/distrib-fcgi_*.deb $(PACKAGES)/distrib-fcgi-*.tar.gz

# How long `make soak` runs, and where it puts its picture.
SOAK_MINUTES ?= 15
SOAK_PICTURE ?= .build/soak.svg

faults: release ## injects faults under load, and counts lost requests (root, 3 minutes; FAULTS="--only disk")
	scripts/install-packages $(FAULT_PACKAGES)
	Benchmarks/faults/faults $(FAULTS)

soak: release ## keeps a Site at full load, and looks whether anything grows (SOAK_MINUTES=15 SOAK_PICTURE=file)
	scripts/install-packages $(FAULT_PACKAGES)
	Benchmarks/faults/soak --minutes $(SOAK_MINUTES) --picture $(SOAK_PICTURE)

clean: ## removes what was built
	rm -rf .build .build-*

toolchain:
	@command -v $(SWIFT) >/dev/null || { \
		echo "No Swift toolchain was found ($(SWIFT)). Swift 6.2 or newer is needed:" >&2; \
		echo "https://www.swift.org/install/linux/" >&2; exit 69; }

build-packages:
	@scripts/install-packages $(BUILD_PACKAGES)

demo-packages:
	@scripts/install-packages $(DEMO_PACKAGES)

test-packages:
	@scripts/install-packages $(TEST_PACKAGES)

pool-packages:
	@scripts/install-packages $(POOL_PACKAGES)

bench-packages:
	@scripts/install-packages $(BENCH_PACKAGES)
	-@scripts/install-packages $(PEER_PACKAGES)
