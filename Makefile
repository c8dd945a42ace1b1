# make run        set up this machine, build, check records/ and print a report
# make test       the same set-up, then every test that needs only this machine
# make            build the tools into build/bin
# make asan       make test's tests under address and undefined-behaviour checks
# make fuzz-NAME  fuzz one parser for SECONDS (needs clang): front schema body sql
# make bench      time the tools against git and recutils
# make lint       man pages, headers, warnings as errors with gcc and clang
# make install    PREFIX=/usr/local DESTDIR=
# make clean

B        = build
CFLAGS   = -O2 -g
WARN     = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
           -Wmissing-prototypes -Wwrite-strings -Wformat=2 -Wvla
CPPFLAGS = -D_GNU_SOURCE -Itools/lib
ALL      = -std=c17 -pthread $(WARN) $(CPPFLAGS) $(CFLAGS) $(SAN)
LDFLAGS  = -Wl,--as-needed
LDLIBS   = -lsqlite3 -lcmark -lutf8proc -lgit2
PREFIX   = /usr/local
SECONDS  = 60

TOOLS   := $(basename $(notdir $(wildcard tools/*.c)))
PAGES   := $(wildcard tools/*.[1-9])
LIB     := $(patsubst %.c,$(B)/%.o,$(wildcard tools/lib/*.c))
UNITS   := $(basename $(notdir $(wildcard tests/unit/*.c)))
FUZZERS := $(filter-out replay,$(basename $(notdir $(wildcard tests/fuzz/*.c))))
SCHEMA  := $(shell find schema -type f -name '*.md' 2>/dev/null)
SHARE    = $(B)/share/ketnap
VI       = $(SHARE)/locale/vi/LC_MESSAGES/ketnap.mo

all: $(TOOLS:%=$(B)/bin/%) $(VI) $(SHARE)/schema/.made

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL) -MMD -MP -c -o $@ $<

$(B)/lib.a: $(LIB)
	rm -f $@ && $(AR) rcs $@ $^

$(TOOLS:%=$(B)/bin/%): $(B)/bin/%: $(B)/tools/%.o $(B)/lib.a
	@mkdir -p $(@D)
	$(CC) $(ALL) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(VI): tools/po/vi.po
	@mkdir -p $(@D)
	msgfmt --check -o $@ $<

$(SHARE)/schema/.made: $(SCHEMA)
	@mkdir -p $(@D) && rm -rf $(@D)/* && cp -R schema/. $(@D)/ && touch $@

# Tests. Units link the library and the oracles; replays run the saved corpus
# of each fuzz target with any compiler.
$(UNITS:%=$(B)/unit/%): $(B)/unit/%: $(B)/tests/unit/%.o $(B)/lib.a
	@mkdir -p $(@D)
	$(CC) $(ALL) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lyaml -licui18n -licuuc

$(FUZZERS:%=$(B)/replay/%): $(B)/replay/%: $(B)/tests/fuzz/%.o \
    $(B)/tests/fuzz/replay.o $(B)/lib.a
	@mkdir -p $(@D)
	$(CC) $(ALL) $(LDFLAGS) -o $@ $^ $(LDLIBS) -lyaml

tests-built: all $(UNITS:%=$(B)/unit/%) $(FUZZERS:%=$(B)/replay/%)

clean:
	rm -rf build

-include $(shell find $(B) -name '*.d' 2>/dev/null)

.PHONY: all tests-built clean
