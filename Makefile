# `make` alone lists the targets.

PREFIX  ?= /usr/local
DESTDIR ?=
EXAMPLES = $(DESTDIR)$(PREFIX)/share/doc/distrib-fcgi/examples
# The port of `make demo`; free when empty.
PORT    ?=

SWIFT   ?= swift
BUILD_PACKAGES = libfcgi-dev libsodium-dev libyaml-dev
DEMO_PACKAGES  = nginx-light spawn-fcgi curl
TEST_PACKAGES  = $(DEMO_PACKAGES) libfcgi-bin multiwatch php-fpm gdnsd knot-dnsutils \
	pdns-server pdns-backend-bind apache2 libapache2-mod-fcgid lighttpd lighttpd-modules-lua lighttpd-mod-openssl caddy \
	haproxy openssl iproute2 util-linux
POOL_PACKAGES  = $(DEMO_PACKAGES) apache2 gdnsd knot-dnsutils unbound dokuwiki php-fpm iproute2 util-linux openssl \
	chromium chromium-driver libnss3-tools

BENCH_PACKAGES = gcc libc6-dev binutils python3 valgrind
# A peer that is missing is left out of the measurements, and named.
PEER_PACKAGES  = nginx-light libnginx-mod-http-lua haproxy wrk golang-go php-fpm libfcgi-perl \
	python3-venv
# How many rounds `make bench` takes, how long it measures each number in a round, and where it puts the
# results.
ROUNDS  ?= 5
SECONDS ?= 3
RESULTS ?= Benchmarks/side-by-side/.build/results

# The machine of a web server then needs libfcgi and the C library, but no Swift and no libstdc++, of
# which the little that Swift uses is linked in: it is found in a folder of its own, without the shared
# one. Where there is no static one, the shared one is linked. Functions that came out alike are kept
# once. Together that saves 1.2 MB of resident memory. Symbols stay, for readable backtraces; `strip`
# makes a third of the size go away.
STATIC_LIBRARIES = $(CURDIR)/.build/static
RELEASE = -c release --static-swift-stdlib -Xlinker -L$(STATIC_LIBRARIES) -Xlinker --icf=safe -Xlinker --no-export-dynamic \
	-Xswiftc -Xclang-linker -Xswiftc -static-libgcc
RELEASE_BINARIES = $(shell $(SWIFT) build -c release --show-bin-path)

SWIFT_SOURCES = Package.swift Sources Tests Fuzz Benchmarks/dependency-weight/Package.swift \
	Benchmarks/dependency-weight/Sources

.DEFAULT_GOAL := help
.PHONY: help build release bench bench-check instructions weigh demo demo-check test pool-test pool-measure sanitize \
	sanitize-thread sanitize-address fuzz fuzz-seeds fuzz-build format lint install clean toolchain build-packages demo-packages test-packages pool-packages \
	bench-packages

help: ## lists the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: toolchain build-packages ## builds everything, for debugging
	$(SWIFT) build

release: toolchain build-packages ## builds what an installation needs: no Swift at run time
	@mkdir -p $(STATIC_LIBRARIES)
	@library=$$(ls -v /usr/lib/gcc/$$(uname -m)-linux-gnu/*/libstdc++.a 2>/dev/null | tail -n 1); \
		[ -z "$$library" ] || ln -sf "$$library" $(STATIC_LIBRARIES)/
	$(SWIFT) build $(RELEASE) --product distrib-fcgi
	$(SWIFT) build $(RELEASE) --product demo-application

demo: release demo-packages ## shows three Sites at work, on free ports, until Ctrl-C (PORT=8080)
	PORT=$(PORT) BINARIES=$(RELEASE_BINARIES) scripts/demo

demo-check: release demo-packages ## the same, without waiting: fails on any wrong answer
	PORT=$(PORT) BINARIES=$(RELEASE_BINARIES) scripts/demo --check

bench: release bench-packages ## measures beside the peers (ROUNDS=5 SECONDS=3 RESULTS=folder)
	Benchmarks/side-by-side/bench --rounds $(ROUNDS) --seconds $(SECONDS) --results $(RESULTS)

bench-check: release bench-packages ## the same, only to see that it works
	Benchmarks/side-by-side/bench --rounds 1 --seconds 0.2

instructions: release ## user instructions for each request, against the thresholds
	scripts/install-packages $(BENCH_PACKAGES)
	Benchmarks/side-by-side/instructions

weigh: toolchain ## what libraries cost: Yams and swift-crypto beside libyaml and libsodium
	scripts/install-packages libyaml-dev libsodium-dev pkg-config time procps
	SWIFT="$(SWIFT)" Benchmarks/dependency-weight/weigh

test: toolchain build-packages test-packages ## set-up and all tests, from a fresh checkout
	$(SWIFT) build --build-tests
	$(SWIFT) test --skip TestPoolTests
	$(MAKE) demo-check
	$(MAKE) pool-test

pool-test: toolchain build-packages pool-packages ## the whole system in network namespaces, from DNS to sessions (root)
	$(SWIFT) build --build-tests
	scripts/pool-test

pool-measure: toolchain build-packages pool-packages ## how long browsers take to reach the next Site (root, 15 minutes)
	$(SWIFT) build --build-tests
	scripts/pool-test --filter TestPoolTests/Measurements

# What threads share, and what touches memory that Swift does not check. Tests that bound resident
# memory would measure AddressSanitizer's quarantine.
SANITIZED = 'FastCGITests|AdmissionTests|ResponderTests|DaemonTests|SigningTests|SettingsTests|CGITests|SystemCallsTests'
# Leaks are looked for where C allocates. What Swift allocates is left out: LeakSanitizer does not find
# pointers that an enum keeps beside its tag.
LEAKS = LSAN_OPTIONS=suppressions=$(CURDIR)/Fuzz/leaks.txt:print_suppressions=0

sanitize: sanitize-thread sanitize-address ## tests under ThreadSanitizer and AddressSanitizer

sanitize-thread: toolchain build-packages
	TSAN_OPTIONS=suppressions=$(CURDIR)/Tests/thread-sanitizer.suppressions \
		$(SWIFT) test --sanitize=thread --scratch-path .build-thread --filter $(SANITIZED)

sanitize-address: toolchain build-packages
	ASAN_OPTIONS=detect_leaks=1 $(LEAKS) $(SWIFT) test --sanitize=address --scratch-path .build-address \
		--filter $(SANITIZED) --skip 'idleMemory|manyConnections'

# How long each property is fuzzed, which ones (all, when empty), and where inputs go that do not have it.
MINUTES  ?= 1
TARGETS  ?=
FINDINGS ?= Fuzz/findings

fuzz: fuzz-seeds ## fuzzes what must hold for every input (MINUTES=1 TARGETS="host fields" FINDINGS=folder)
	MINUTES=$(MINUTES) TARGETS="$(TARGETS)" FINDINGS=$(FINDINGS) Fuzz/run

fuzz-seeds: fuzz-build ## the committed inputs, each once, under AddressSanitizer
	TARGETS="$(TARGETS)" FINDINGS=$(FINDINGS) Fuzz/run --seeds

fuzz-build: toolchain build-packages
	DISTRIB_FUZZ=1 $(SWIFT) build -c release -Xswiftc -enable-testing --sanitize=fuzzer --sanitize=address \
		--scratch-path .build-fuzz --product fuzz

format: toolchain ## formats the sources
	$(SWIFT) format -i -r $(SWIFT_SOURCES)

lint: toolchain ## checks the format of sources, what pure rooms use, the scripts and the man pages
	scripts/install-packages shellcheck mandoc
	$(SWIFT) format lint --strict -r $(SWIFT_SOURCES)
	scripts/pure-rooms
	mandoc -T lint -W warning docs/*.[58]
	shellcheck -x .ci/run scripts/demo scripts/install-packages scripts/pool-test scripts/pure-rooms \
		conf-examples/spawn-fcgi/start.sh Benchmarks/dependency-weight/weigh Fuzz/run

install: release ## installs program, man pages and examples (PREFIX, DESTDIR)
	install -D -m 0755 $(RELEASE_BINARIES)/distrib-fcgi $(DESTDIR)$(PREFIX)/sbin/distrib-fcgi
	for page in $(wildcard docs/*.[58]); do \
		install -D -m 0644 $$page $(DESTDIR)$(PREFIX)/share/man/man$${page##*.}/$${page##*/} || exit; \
	done
	cd conf-examples && \
	find . -type f ! -name '*.sh' -exec install -D -m 0644 {} $(EXAMPLES)/{} \; && \
	find . -type f -name '*.sh' -exec install -D -m 0755 {} $(EXAMPLES)/{} \;

clean: ## removes what was built
	rm -rf .build .build-*

toolchain:
	@command -v $(SWIFT) >/dev/null || { \
		echo "No Swift toolchain was found ($(SWIFT)). Needed is Swift 6.2 or newer:" >&2; \
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
