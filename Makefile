# sayso.  `make help` lists what can be made; there is no configure step.
#
# A variant V is a compiler and its flags.  Its objects lie in build/V/, its program is
# build/sayso-V; build/sayso is that of the variant `plain`.
#
# Where the program finds its files (cli/ does the looking):
#   1. --weights and --data, or $SAYSO_WEIGHTS (a weight file, or a folder of them) and $SAYSO_DATA;
#   2. ../build/weights/READER.sayso or ../weights/READER.sayso, and ../data, seen from the executable's folder;
#   3. SAYSO_DATADIR/weights/READER.sayso and SAYSO_DATADIR/data, compiled in from $(datadir).

PREFIX   ?= /usr/local
bindir   ?= $(PREFIX)/bin
libdir   ?= $(PREFIX)/lib
datadir  ?= $(PREFIX)/share
mandir   ?= $(datadir)/man
includedir ?= $(PREFIX)/include
VERSION  := $(shell sed -n 's/^.define SAYSO_VERSION "\(.*\)"/\1/p' include/sayso.h)

V        ?= plain
# `make NETWORK=` builds without libcurl, and without `read --via`.
NETWORK  ?= libcurl
# `make MAIL=` builds without GMime, and without mail; `make GUESS=` without uchardet: undeclared charsets are then windows-1252.
MAIL     ?= gmime-3.0
GUESS    ?= uchardet
NEEDS     = jansson libutf8proc sqlite3 gumbo zlib libzstd libbrotlidec expat $(NETWORK) $(MAIL) $(GUESS)
PKG_CONFIG ?= pkg-config
STATIC   ?=
SAN      := -g -O1 -fno-omit-frame-pointer -fno-sanitize-recover=all -DSAY_ARENA_MALLOC

# ---- variants: what each changes

ifeq ($(origin CC),default)
CC       := gcc
endif
CC.clang    := clang
CC.aarch64  := aarch64-linux-gnu-gcc
CC.fuzz     := clang
OWN.sanitize := $(SAN) -fsanitize=address,undefined
OWN.tsan    := $(SAN) -fsanitize=thread
OWN.fuzz    := $(SAN) -fsanitize=fuzzer-no-link,address,undefined
ifeq ($(V),aarch64)
# tools/setup --check unpacks these libraries; their .pc files speak of /usr.
PKG_CONFIG  := PKG_CONFIG_SYSROOT_DIR=$(CURDIR)/build/arm64 \
    PKG_CONFIG_LIBDIR=build/arm64/usr/lib/aarch64-linux-gnu/pkgconfig PKG_CONFIG_ALLOW_SYSTEM_LIBS=1 pkg-config
STATIC      := -static
NETWORK     :=                           # Debian has no static libraries for all that libcurl stands on
MAIL        :=
GUESS       :=
endif
ifdef CC.$(V)
CC       := $(CC.$(V))
endif

CFLAGS   ?= -O2 -g
CPPFLAGS ?=
FLAGS    := -std=c17 $(CFLAGS) -ffp-contract=off -pthread -D_POSIX_C_SOURCE=200809L -Iinclude -Isrc \
            -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Werror \
            $(CPPFLAGS) $(if $(strip $(NETWORK)),,-DSAYSO_NO_NETWORK) $(if $(strip $(MAIL)),,-DSAYSO_NO_MAIL) \
            $(if $(strip $(GUESS)),,-DSAYSO_NO_GUESS) $(OWN.$(V)) $(patsubst -I%,-isystem%,$(shell $(PKG_CONFIG) --cflags $(NEEDS)))
LIBS     := $(shell $(PKG_CONFIG) --libs $(if $(STATIC),--static) $(NEEDS)) -lm -pthread

# ---- what there is

ROOMS    := $(shell sed -n 's/^\([a-z]*\):.*/\1/p' src/ROOMS)
SOURCES  := $(foreach room,$(ROOMS),$(sort $(wildcard src/$(room)/*.c)))
GUEST    := $(sort $(wildcard cli/*.c))
ROOM     ?= *
SUPPORT  := $(sort $(wildcard test/support/*.c))
TESTS    := $(filter-out test/house/%,$(sort $(wildcard test/$(ROOM)/test_*.c)))
SCRIPTS  := $(filter-out test/house/%,$(sort $(wildcard test/$(ROOM)/test_*.sh test/$(ROOM)/test_*.py)))

B        := build/$(V)
PROGRAM  := build/sayso$(if $(filter plain,$(V)),,-$(V))
LIBRARY  := $(B)/libsayso.a
OBJECTS  := $(SOURCES:%.c=$(B)/%.o)
PROVERS  := $(TESTS:%.c=$(B)/%)
# The wrapped calls are those that test/support/fault.c makes fail.
WRAP     := $(foreach f,malloc calloc realloc aligned_alloc posix_memalign read,-Wl,--wrap=$(f))

WEIGHTS  := $(patsubst weights/%.part1,build/weights/%.sayso,$(wildcard weights/*.part1))

.PHONY: all help test sanitize tsan clang single aarch64 fuzz lint score bench install clean library provers force
.SECONDARY:
.DELETE_ON_ERROR:

all: $(LIBRARY) $(if $(GUEST),$(PROGRAM)) $(WEIGHTS)

# A weight file is kept in parts, none of which is too large for a repository.
build/weights/%.sayso: weights/%.part1 weights/%.part2
	@mkdir -p $(@D)
	$(SAY)cat $^ > $@

help:
	@sed -n 's/^## //p' Makefile

## make            the library and build/sayso
## make test       every unit test, or with ROOM=bytes those of one room
test: all $(PROVERS)
	@SAYSO=$(PROGRAM) tools/tap $(PROVERS) $(SCRIPTS)

## make sanitize   the same under the address and undefined-behaviour sanitizers
## make tsan       the same under the thread sanitizer
## make clang      library, program and tests with clang
sanitize tsan clang:
	@$(MAKE) --no-print-directory V=$@ test

## make single     the library as one translation unit, and the program from it
single: build/sayso-single
build/sayso-single: src/all.c $(SOURCES) $(GUEST) $(wildcard src/*/*.h include/*.h cli/*.h) $(B)/flags
	$(SAY)$(CC) $(FLAGS) -Wno-shadow -c src/all.c -o build/all.o   # a local may be called as another file's static
	$(if $(GUEST),@$(CC) $(FLAGS) $(WHERE) $(GUEST) build/all.o $(LIBS) -o $@)

## make aarch64    build/sayso-aarch64, static, to run under qemu-user
aarch64:
	@$(MAKE) --no-print-directory V=$@ all

## make fuzz       build/fuzz_*, libFuzzer targets
fuzz:
	@$(MAKE) --no-print-directory V=$@ $(patsubst fuzz/%.c,build/%,$(wildcard fuzz/fuzz_*.c))
build/fuzz_%: $(B)/fuzz/fuzz_%.o $(LIBRARY)
	$(SAY)$(CC) $(FLAGS) -fsanitize=fuzzer $^ $(LIBS) -o $@

## make lint       imports, manners, the single file's freshness; lists long functions
lint: $(LIBRARY)
	tools/rooms
	tools/rooms --single | diff src/all.c -
	tools/manners $(B)
	tools/tap test/house/test_*.py
	tools/long

## make score      the reader's figures on held-out and bench reports
score: all
	@if [ -x tools/score ]; then tools/score; else train/score.sh; fi

## make bench      build/bench-*, the programs that measure speed
bench: $(patsubst bench/%.c,build/bench-%,$(wildcard bench/*.c))
build/bench-%: $(B)/bench/%.o $(LIBRARY)
	$(SAY)$(CC) $(FLAGS) $^ $(LIBS) -o $@

## make install    into PREFIX (/usr/local), under DESTDIR
install: all
	install -d $(DESTDIR)$(bindir) $(DESTDIR)$(libdir)/pkgconfig $(DESTDIR)$(includedir) $(DESTDIR)$(mandir)/man1 \
	    $(DESTDIR)$(datadir)/sayso/weights $(DESTDIR)$(datadir)/sayso/data $(DESTDIR)$(datadir)/bash-completion/completions
	install -m 755 $(PROGRAM) $(DESTDIR)$(bindir)/sayso
	install -m 644 $(LIBRARY) $(DESTDIR)$(libdir)
	install -m 644 include/sayso.h $(DESTDIR)$(includedir)
	install -m 644 $(wildcard weights/*.sayso weights/*.md) $(WEIGHTS) $(DESTDIR)$(datadir)/sayso/weights
	install -m 644 $(wildcard data/*) $(DESTDIR)$(datadir)/sayso/data
	install -m 644 docs/man/*.1 $(DESTDIR)$(mandir)/man1
	install -m 644 tools/completion.bash $(DESTDIR)$(datadir)/bash-completion/completions/sayso
	printf '%s\n' 'prefix=$(PREFIX)' 'Name: sayso' 'Description: who says who did what' 'Version: $(VERSION)' \
	    'Requires.private: $(NEEDS)' 'Libs: -L$(libdir) -lsayso' 'Libs.private: -lm -pthread' \
	    'Cflags: -I$(includedir)' > $(DESTDIR)$(libdir)/pkgconfig/sayso.pc

## make clean      remove build/
clean:
	rm -rf build

# ---- how it is made; `make SAY=` shows the commands

SAY      ?= @echo '  $@';

library: $(LIBRARY)
provers: $(PROVERS)

$(LIBRARY): $(OBJECTS)
	$(SAY)rm -f $@ && $(AR) rcs $@ $^

$(PROGRAM): $(GUEST:%.c=$(B)/%.o) $(LIBRARY)
	$(SAY)$(CC) $(FLAGS) $(STATIC) $^ $(LIBS) -o $@

$(PROVERS): $(B)/%: $(B)/%.o $(SUPPORT:%.c=$(B)/%.o) $(LIBRARY)
	$(SAY)$(CC) $(FLAGS) $(WRAP) $^ $(LIBS) -lcmocka -o $@

WHERE := -DSAYSO_DATADIR='"$(datadir)/sayso"'
$(B)/cli/%.o: private FLAGS += $(WHERE)
$(GUEST:%.c=$(B)/%.o): $(B)/where
$(B)/test/%.o: private FLAGS += -Itest

$(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(SAY)$(CC) $(FLAGS) -MMD -MP -c $< -o $@

# Rewritten only when what they say differs from the last build.
$(B)/flags: SAYS = $(CC) $(FLAGS)
$(B)/where: SAYS = $(datadir)
$(B)/flags $(B)/where: force
	@mkdir -p $(B)
	@echo '$(SAYS)' | cmp -s - $@ || echo '$(SAYS)' > $@

-include $(shell find $(B) -name '*.d' 2>/dev/null)
