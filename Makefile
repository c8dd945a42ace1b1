# make run        set up this machine, build, check records/ and print a report
# make test       the same set-up, then every test that needs only this machine
# make            build the tools into build/bin
# make check      the tests of make test, on a machine that is set up
# make test-outside  what other programs make of ours: reports in a browser,
#                 calendars and mail, workbooks, documents, JSON Schema, Parquet
# make test-debian  make run and make test in a fresh root of each SUITES
# make asan       the same under address and undefined-behaviour checks
# make fuzz-NAME  fuzz one parser for SECONDS (needs clang); finds go to build/
# make fuzz       fuzz each by a number of runs, the same on every machine;
#                 FUZZ_SECONDS=60 goes further, each for so long
# make bench      what the tools cost beside public tools, as ratios;
#                 N="2000 100000" people, SITE= a folder of somebody's Markdown,
#                 DATA= where the people stay
# make counts     instructions of what people wait for, beside those written
#                 down; UPDATE=1 writes them down anew
# make lint       warnings as errors with gcc and clang, headers, pages, words,
#                 layout, and what tools/lib/README.md says of the sources
# make po         bring tools/po/vi.po up to date with the sources
# make install    PREFIX=/usr/local DESTDIR=
# make clean

B        = build
CFLAGS   = -O2 -g
WARN     = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
           -Wmissing-prototypes -Wwrite-strings -Wformat=2 -Wvla
CPPFLAGS = -D_GNU_SOURCE -Itools/lib -I$(B)/tools/lib
ALL      = -std=c17 -pthread $(WARN) $(CPPFLAGS) $(CFLAGS) $(SAN)
LDFLAGS  = -Wl,--as-needed \
           -Wl,--export-dynamic-symbol=mbedtls_x509_crt_parse_file
# libgit2, libical, libxlsxwriter and libpq are loaded by who needs them
# (base/library).
LDLIBS   = -lsqlite3 -lcmark -lutf8proc -ljansson -lz -lm
PREFIX   = /usr/local
SECONDS  = 60
N        = 2000 20000
RIVALS   = $(B)/bench/npm

TOOLS   := $(basename $(notdir $(wildcard tools/*.c)))
PAGES   := $(wildcard tools/*.[1-9])
LIB     := $(patsubst %.c,$(B)/%.o,$(wildcard tools/lib/*.c tools/lib/*/*.c))
UNITS   := $(basename $(notdir $(wildcard tests/unit/*.c)))
FUZZERS := $(filter-out replay,$(basename $(notdir $(wildcard tests/fuzz/*.c))))
BENCHES := $(basename $(notdir $(wildcard tests/bench/*.c)))
MAKER   := $(patsubst %.c,$(B)/%.o,$(wildcard tests/make-records/*.c))
SCHEMA  := $(shell find schema)
OFFICE  := $(shell find tools/office)
SHARE    = $(B)/share/ketnap
VI       = $(SHARE)/locale/vi/LC_MESSAGES/ketnap.mo

all: $(TOOLS:%=$(B)/bin/%) $(VI) $(B)/schema.made $(B)/office.made

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL) -MMD -MP -c -o $@ $<

# Texts that the tools carry: a C string a line.
$(B)/%.lines: %
	@mkdir -p $(@D)
	sed 's/[\"]/\\&/g; s/.*/"&\\n",/' $< >$@

# What a page says of its own style and script: a C string in base64.
$(B)/%.sha256: %
	@mkdir -p $(@D)
	sha256sum <$< | cut -c-64 | tr a-f A-F | basenc -d --base16 | \
	    basenc --base64 | sed 's/.*/"&"/' >$@

# Tells one build of the library from another, as caches must.
$(B)/tools/lib/base/install.build: $(wildcard tools/lib/*/*.[ch] tools/lib/*/*.def)
	@mkdir -p $(@D)
	@cat $(sort $^) | sha256sum | sed 's/ .*//; s/.*/"&"/' >$@

$(B)/tools/lib/base/install.o: $(B)/tools/lib/base/install.build

$(B)/tools/lib/report/html_document.o: $(B)/tools/lib/report/page.css.lines \
    $(B)/tools/lib/report/page.js.lines \
    $(B)/tools/lib/report/page.css.sha256 $(B)/tools/lib/report/page.js.sha256

$(B)/tools/lib/report/docx.o: $(B)/tools/lib/report/docx_styles.xml.lines

$(B)/tools/lib/export/pg_functions.o: \
    $(B)/tools/lib/export/pg_functions.sql.lines

$(B)/tools/lib/export/pg_join.o: $(B)/tools/lib/export/pg_join.sql.lines

$(B)/tools/lib/export/pg_rules.o: $(B)/tools/lib/export/pg_rules.sql.lines

$(B)/tools/lib/import/xlsx.o: $(B)/tools/lib/import/xlsx_reader.py.lines

$(B)/lib.a: $(LIB)
	rm -f $@ && $(AR) qcs $@ $^

$(TOOLS:%=$(B)/bin/%): $(B)/bin/%: $(B)/tools/%.o $(B)/lib.a
	@mkdir -p $(@D)
	$(CC) $(ALL) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(VI): tools/po/vi.po
	@mkdir -p $(@D)
	msgfmt --check --endianness=little -o $@ $<

$(B)/schema.made: $(SCHEMA)
	@mkdir -p $(SHARE) && rm -rf $(SHARE)/schema
	cp -R schema $(SHARE)/ && touch $@

$(B)/office.made: $(OFFICE)
	@mkdir -p $(SHARE) && rm -rf $(SHARE)/office
	cp -R tools/office $(SHARE)/ && touch $@

# Set-up. Only the Debian packages that are missing are installed.
RUN_NEEDS  = gcc libc6-dev make git gettext tzdata \
             libsqlite3-dev libcmark-dev libutf8proc-dev libgit2-dev libical-dev \
             libjansson-dev libxlsxwriter-dev zlib1g-dev libpq-dev
TEST_NEEDS = $(RUN_NEEDS) libyaml-dev libicu-dev mandoc jq xxd \
             openssh-client python3 python3-jsonschema python3-openpyxl sqlite3
LINT_NEEDS = $(TEST_NEEDS) clang libclang-rt-dev clang-format
BENCH_NEEDS = $(TEST_NEEDS) recutils python3-yaml nodejs strace
COUNTS_NEEDS = $(TEST_NEEDS) valgrind util-linux
DEBIAN_NEEDS = $(RUN_NEEDS) debootstrap
# A part of Emacs itself from 29 on.
EGLOT = $(shell apt-cache show elpa-eglot >/dev/null 2>&1 && echo elpa-eglot)
OUTSIDE_NEEDS = $(TEST_NEEDS) python3-icalendar msmtp postgresql \
                chromium weasyprint poppler-utils fonts-dejavu-core \
                bash zsh fish neovim vim emacs-nox elpa-markdown-mode $(EGLOT) \
                pandoc libreoffice-calc libreoffice-writer fonts-liberation

APT  = DEBIAN_FRONTEND=noninteractive apt-get
NEED = installed=$$(dpkg-query -W -f '$${Package} $${db:Status-Status}\n' | \
	    sed -n 's/ installed$$//p'); \
	missing=$$(for p in $(1); do \
	    echo "$$installed" | grep -qxF $$p || echo $$p; done); \
	missing=$$(echo $$missing); \
	[ "$$missing" ] || exit 0; \
	as=; \
	if [ $$(id -u) != 0 ]; then \
	    as=sudo; \
	    command -v sudo >/dev/null || { \
		echo "these Debian packages are missing, and neither root" \
		    "nor sudo is at hand to install them: $$missing"; \
		exit 2; } >&2; \
	    echo "sudo is used to install Debian packages"; \
	fi; \
	echo "installing: $$missing"; \
	$$as env $(APT) -qq update && \
	$$as env $(APT) -qq install -y --no-install-recommends $$missing \
	    </dev/null >/dev/null || { \
		echo "could not install: $$missing" >&2; exit 2; }

setup-run:
	@$(call NEED,$(RUN_NEEDS))
setup-test:
	@$(call NEED,$(TEST_NEEDS))
setup-lint:
	@$(call NEED,$(LINT_NEEDS))
setup-bench: $(RIVALS)/made
	@$(call NEED,$(BENCH_NEEDS))
setup-counts:
	@$(call NEED,$(COUNTS_NEEDS))
setup-debian:
	@$(call NEED,$(DEBIAN_NEEDS))
setup-outside:
	@$(call NEED,$(OUTSIDE_NEEDS))
	@command -v npm >/dev/null || { $(call NEED,npm); }

# What a recipe makes after the set-up, on all processors unless -j was given.
MAKE_J = $(MAKE) --no-print-directory \
             $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc))

# The demonstration: its findings (status 1) are its point, trouble is not.
SAY  = say() { case $$KN_LANG in en*) echo "$$2";; *) echo "$$1";; esac; }
SHOW = show() { echo "\$$ build/bin/$$*"; $(B)/bin/"$$@" || [ $$? = 1 ]; echo; }

run: setup-run
	@$(MAKE_J) -s all
	@export KN_LANG="$${KN_LANG:-vi}"; $(SAY); $(SHOW); set -e; \
	say 'Kiểm tra mọi hồ sơ trong records/, tính đến 30-6-2021:' \
	    'Every record in records/ is checked, as of 30 June 2021:'; \
	show kncheck --today 2021-06-30; \
	say 'Báo cáo kết quả 6 tháng đầu năm 2021:' \
	    'The report on the first half of 2021:'; \
	show knreport ket_qua ky=2021-H1 --today 2021-06-30; \
	say 'Thử tiếp:' 'Try next:'; \
	sed -n '/^## Five/,/^## The/s/^    /  /p' README.md

# Tests. Units link the library and the oracles; replays run the saved corpus
# of each fuzz target with any compiler.
$(UNITS:%=$(B)/unit/%): $(B)/unit/%: $(B)/tests/unit/%.o $(B)/lib.a
	@mkdir -p $(@D)
	$(CC) $(ALL) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lgit2 -lyaml -licui18n -licuuc

$(FUZZERS:%=$(B)/replay/%): $(B)/replay/%: $(B)/tests/fuzz/%.o \
    $(B)/tests/fuzz/replay.o $(B)/lib.a
	@mkdir -p $(@D)
	$(CC) $(ALL) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lyaml

$(BENCHES:%=$(B)/bench/%): $(B)/bench/%: $(B)/tests/bench/%.o $(B)/lib.a
	@mkdir -p $(@D)
	$(CC) $(ALL) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(B)/bench/make-records: $(MAKER) $(B)/lib.a
	@mkdir -p $(@D)
	$(CC) $(ALL) $(LDFLAGS) -o $@ $^ $(LDLIBS)

# Preloaded by a test, so without a sanitizer.
$(B)/fault.so: tests/fault.c
	@mkdir -p $(@D)
	$(CC) -std=c17 $(WARN) $(CPPFLAGS) $(CFLAGS) -fPIC -shared -o $@ $<

tests-built: all $(B)/fault.so $(B)/lib.a $(UNITS:%=$(B)/unit/%) $(FUZZERS:%=$(B)/replay/%) \
    $(BENCHES:%=$(B)/bench/%) $(B)/bench/make-records

check: tests-built
	@B=$(B) tests/run

test: setup-test
	@$(MAKE_J) -s tests-built
	@B=$(B) tests/run

test-outside: setup-outside
	@$(MAKE_J) -s all $(SARIF_SCHEMA) $(AXE) $(VSIX) $(MODULES)/made
	@B=$(B) SARIF_SCHEMA=$(SARIF_SCHEMA) AXE=$(AXE) VSIX=$(VSIX) \
	    MODULES=$(MODULES) \
	    /usr/bin/python3 -B tests/outside/run

# The schema of OASIS, in a small package of that version whose licence is MIT.
SARIF_FROM   = @microsoft/jest-sarif@1.0.0-beta.0
SARIF_SCHEMA = $(B)/sarif/package/lib/schemas/sarif-2.1.0-rtm.5.json

$(SARIF_SCHEMA):
	rm -rf $(B)/sarif && mkdir -p $(B)/sarif
	cd $(B)/sarif && npm pack --silent $(SARIF_FROM) >name && \
	    tar -xzf "$$(cat name)" && test -s $(abspath $@)

# What tells of a page whether people with disabilities can use it; MPL-2.0.
AXE_FROM = axe-core@4.10.2
AXE      = $(B)/axe/package/axe.min.js

$(AXE):
	rm -rf $(B)/axe && mkdir -p $(B)/axe
	cd $(B)/axe && npm pack --silent $(AXE_FROM) >name && \
	    tar -xzf "$$(cat name)" && test -s $(abspath $@)

# The extension for Visual Studio Code, and the protocol's library for clients.
# vsce is the newest that starts with the Node.js of this machine.
CLIENT_FROM = vscode-languageserver-protocol@3.17.5
VSCE_FROM   = @vscode/vsce@$$(node -p \
    'v = parseInt(process.versions.node), v > 21 ? 4 : v > 19 ? 3 : 2')
VSIX        = $(B)/editors/ketnap.vsix

$(VSIX): $(wildcard tools/editors/vscode/*)
	rm -rf $(B)/editors && mkdir -p $(B)/editors/client
	cp -R tools/editors/vscode $(B)/editors/ && cp LICENSE $(B)/editors/vscode/
	cd $(B)/editors/vscode && \
	    npm install --silent --no-fund --no-audit --omit=dev
	npm install --silent --no-fund --no-audit --prefix $(B)/editors/client \
	    $(CLIENT_FROM)
	cd $(B)/editors/vscode && npm exec --silent --yes $(VSCE_FROM) -- package \
	    --allow-missing-repository --out ../ketnap.vsix >../vsce.log 2>&1 || \
	    { cat ../vsce.log; exit 1; }

# What judges JSON by its schema, and reads and writes Parquet; both MIT.
MODULES_FROM = ajv@8.17.1 @duckdb/node-api@1.5.6-r.1
MODULES      = $(B)/modules/node_modules

$(MODULES)/made:
	rm -rf $(B)/modules && mkdir -p $(B)/modules
	cd $(B)/modules && npm install --silent --no-audit --no-fund \
	    --ignore-scripts $(MODULES_FROM) && touch $(abspath $@)

SUITES = bookworm trixie

test-debian: setup-debian
	@tests/debian $(SUITES)

# Thousands of processes are started: without libubsan, and with addresses that
# are known when it is linked, each starts in half the time.
ASAN = B=build/asan CFLAGS='-O1 -g -fno-omit-frame-pointer -fno-pie -no-pie' \
       SAN='-fsanitize=address,undefined -fsanitize-undefined-trap-on-error \
       -DARENA_SPLIT'

asan: setup-test
	@$(MAKE_J) -s tests-built $(ASAN)
	@B=build/asan tests/run

# The whole library is compiled again, so that the fuzzer sees its branches. So
# that a run is the same again, a map has one secret there, and the depth of the
# stack, which begins elsewhere every time, is not looked at.
FUZZ = B=$(B)/fuzz CC=clang CFLAGS='-O1 -g -fno-omit-frame-pointer' \
       FUZZER=-fsanitize=fuzzer \
       SAN='-fsanitize=fuzzer-no-link,address,undefined \
       -fno-sanitize-coverage=stack-depth \
       -fno-sanitize-recover=all -DARENA_SPLIT -DMAP_SECRET=1'

fuzz: setup-lint
	@$(MAKE_J) -s $(FUZZERS:%=$(B)/fuzz/%.bin) $(FUZZ)
	@B=$(B)/fuzz FUZZ_SECONDS=$(FUZZ_SECONDS) tests/fuzz/run $(FUZZERS)

$(FUZZERS:%=fuzz-%): fuzz-%: setup-lint
	@$(MAKE_J) -s $(B)/fuzz/$*.bin $(FUZZ)
	@mkdir -p $(B)/fuzz/$* tests/fuzz/corpus/$*
	$(B)/fuzz/$*.bin -max_total_time=$(SECONDS) -timeout=10 \
	    -artifact_prefix=$(B)/fuzz/$*- $(B)/fuzz/$* tests/fuzz/corpus/$*

$(B)/%.bin: $(B)/tests/fuzz/%.o $(B)/lib.a
	$(CC) $(ALL) $(FUZZER) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lyaml

# Other checkers of front matter, which make bench runs beside ours.
RIVALS_FROM = @callumalpass/mdbase@0.2.1 remark-cli@12.0.1 \
              remark-frontmatter@5.0.0 remark-lint-frontmatter-schema@3.15.4

$(RIVALS)/made: tests/bench/mdbase.mjs
	@command -v npm >/dev/null || { $(call NEED,npm); }
	@mkdir -p $(@D)
	cd $(@D) && npm install --silent --no-audit --no-fund $(RIVALS_FROM)
	cp $< $(@D)/ && touch $@

bench: tests-built
	@B=$(B) N='$(N)' SITE='$(SITE)' DATA='$(DATA)' tests/bench/run

counts: setup-counts
	@$(MAKE_J) -s tests-built
	@B=$(B) UPDATE=$(UPDATE) tests/bench/counts

lint: setup-lint
	@ALL='$(ALL)' WARN='$(WARN)' MAKE='$(MAKE_J)' tests/lint

# Words for people: _("...") and N_("...") in sources and tables.
WORDS = $(sort $(wildcard tools/*.c $(foreach e,c h def,tools/lib/*.$e \
    tools/lib/*/*.$e)))

pot:
	@mkdir -p $(B)
	xgettext -o $(B)/ketnap.pot -L C -k_ -kN_ \
	    --from-code=UTF-8 --add-location=file --no-wrap --sort-by-file \
	    --package-name=ketnap $(WORDS)
	sed -i '/^"POT-Creation-Date/d' $(B)/ketnap.pot

po: pot
	msgmerge --no-fuzzy-matching --no-wrap --sort-by-file -U --backup=off \
	    tools/po/vi.po $(B)/ketnap.pot

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share
	install $(TOOLS:%=$(B)/bin/%) $(DESTDIR)$(PREFIX)/bin
	rm -rf $(DESTDIR)$(PREFIX)/share/ketnap
	cp -R $(SHARE) $(DESTDIR)$(PREFIX)/share/
	cp -R tools/editors $(DESTDIR)$(PREFIX)/share/ketnap/
	install -D -m 644 tools/editors/nvim/plugin/ketnap.lua -t \
	    $(DESTDIR)$(PREFIX)/share/nvim/site/plugin
	for d in plugin compiler autoload; do \
	    install -D -m 644 tools/editors/vim/$$d/ketnap.vim -t \
	        $(DESTDIR)$(PREFIX)/share/vim/vimfiles/$$d || exit; done
	install -D -m 644 tools/shells/ketnap.bash \
	    $(DESTDIR)$(PREFIX)/share/bash-completion/completions/ketnap
	install -D -m 644 tools/shells/_ketnap -t \
	    $(DESTDIR)$(PREFIX)/share/zsh/site-functions
	install -D -m 644 tools/shells/ketnap.fish -t \
	    $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	for t in $(TOOLS); do \
	    ln -sf ketnap $(DESTDIR)$(PREFIX)/share/bash-completion/completions/$$t && \
	    ln -sf ketnap.fish \
	        $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/$$t.fish || exit; done
	for p in $(PAGES); do \
	    install -D -m 644 $$p -t \
	        $(DESTDIR)$(PREFIX)/share/man/man$${p##*.} || exit; done

clean:
	rm -rf build

-include $(shell find $(B)/tools $(B)/tests -name '*.d' 2>/dev/null)

.PHONY: all run test check tests-built test-outside test-debian asan fuzz bench counts lint pot po install clean \
    setup-bench setup-counts setup-run setup-test setup-lint setup-outside setup-debian \
    $(FUZZERS:%=fuzz-%)
