# render.awk: print a document again with what its commands really print.
#
# Writes the ```file blocks, runs each ```console block as one session of sh,
# and leaves "passed failed" in $T/count. Folders of this machine are printed
# as the variables that hold them.

BEGIN {
	t = ENVIRON["T"]
	n_vars = split("B HERE HOME TMPDIR T ROOT", vars, " ")
	end_function = "_end() {\n" \
	    "\tset -- $? \"$T/$1\"\n" \
	    "\t[ -z \"$(tail -c1 \"$2.out\")\" ] ||" \
	    " printf '\\n[no newline]\\n' >>\"$2.out\"\n" \
	    "\t[ $1 = 0 ] || echo \"[$1]\" >>\"$2.out\"\n" \
	    "\t: >\"$2.end\"\n" \
	    "}\n"
}

kind == "" && /^```/ {
	match($0, /^`+/)
	width = RLENGTH
	split(substr($0, width + 1), word, " ")
	kind = word[1] == "" ? "plain" : word[1]
	opened = NR
	n = 0
	if (kind == "file")
		start_file(word[2])
	print
	next
}

kind != "" && closes($0) {
	if (kind == "file")
		close(file)
	if (kind == "console")
		session()
	kind = ""
	print
	next
}

kind == "console" {
	take($0)
	next
}

kind == "file" { print > file }

{ print }

END {
	if (kind != "")
		stop("the fence is never closed")
	if (!failed && !passed)
		stop("no command is run: this tests nothing")
	print passed + 0, failed + 0 > (t "/count")
	exit wrong
}

function stop(why)
{
	printf "line %d: %s\n", opened, why > "/dev/stderr"
	failed++
	wrong = 1
}

function closes(line)
{
	return match(line, /^`+ *$/) && RLENGTH >= width
}

function start_file(path)
{
	if (path == "" || path ~ /^\/|(^|\/)\.\.(\/|$)|'/) {
		stop("a file needs a path below the document's folder")
		path = "unnamed"
	}
	file = ENVIRON["HERE"] "/" path
	system("mkdir -p \"$(dirname '" file "')\"")
	printf "" > file
}

# A line of a session: a command, more of it, or what it should print.
function take(line)
{
	if (substr(line, 1, 2) == "$ ") {
		n++
		shown[n] = line "\n"
		command[n] = substr(line, 3) "\n"
		want[n] = ""
		more = 1
	} else if (more && line ~ /^>( |$)/) {
		shown[n] = shown[n] line "\n"
		command[n] = command[n] substr(line, 3) "\n"
	} else if (n) {
		want[n] = want[n] line "\n"
		more = 0
	} else {
		stop("a session begins with a command: $ ...")
	}
}

# One shell for the block, so that cd and variables last to its end.
function session(	i, script, status)
{
	script = t "/session"
	printf "%s", end_function > script
	for (i = 1; i <= n; i++) {
		printf "%s", command[i] > (t "/" i)
		close(t "/" i)
		printf ". \"$T/%d\" >\"$T/%d.out\" 2>&1; _end %d\n", i, i, i > script
	}
	close(script)
	status = system("exec timeout \"$MOST\" sh \"$T/session\" </dev/null")
	for (i = 1; i <= n; i++)
		compare(i, printed(i, status))
	system("rm -f \"$T\"/[0-9]*")
}

# What command i printed, as a document shows it. An "exit", a syntax error
# or the time limit ends a session before its block does.
function printed(i, status,	got, line, r)
{
	while ((r = (getline line < (t "/" i ".out"))) > 0) {
		if (line ~ /^\$ / || closes(line) ||
		    (got == "" && line ~ /^>( |$)/))
			stop("output would read as part of the document: '" line "'")
		got = got unplace(line) "\n"
	}
	close(t "/" i ".out")
	if (r < 0)
		return "[not run]\n"
	if (system("test -e \"$T\"/" i ".end"))
		got = got "[the session ended: " status "]\n"
	return got
}

function compare(i, got)
{
	printf "%s%s", shown[i], got
	if (got == want[i])
		passed++
	else
		failed++
}

# The line with this machine's folders named by variables.
function unplace(line,	i, at, from, done, before, after)
{
	for (i = 1; i <= n_vars; i++) {
		from = ENVIRON[vars[i]]
		done = ""
		while (at = index(line, from)) {
			before = substr(done substr(line, 1, at - 1), length(done) + at - 1)
			after = substr(line, at + length(from), 1)
			done = done substr(line, 1, at - 1)
			if (before ~ /[A-Za-z0-9_.-]/ || after ~ /[A-Za-z0-9_-]/)
				done = done from
			else
				done = done "$" vars[i]
			line = substr(line, at + length(from))
		}
		line = done line
	}
	return line
}
