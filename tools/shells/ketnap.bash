# Completion of the tools in bash: each tool says itself what may stand there.
# bash-completion loads it from share/bash-completion/completions; without that,
# source it in ~/.bashrc.

_ketnap()
{
	local line=${COMP_LINE:0:COMP_POINT} word='' quote='' begun='' c i
	local words=() all=() one text typed

	# The words as the shell would read them.
	for ((i = 0; i < ${#line}; i++)); do
		c=${line:i:1}
		if [[ $quote ]]; then
			if [[ $c == "$quote" ]]; then quote=''; else word+=$c; fi
		elif [[ $c == [\'\"] ]]; then
			quote=$c begun=1
		elif [[ $c == \\ ]]; then
			i=$((i + 1)) word+=${line:i:1} begun=1
		elif [[ $c == [[:blank:]] ]]; then
			[[ ! $begun ]] || words+=("$word")
			word='' begun=''
		else
			word+=$c begun=1
		fi
	done

	mapfile -t all < <("${words[0]}" --complete "${words[@]:1}" "$word" \
	    2>/dev/null)
	COMPREPLY=()
	case ${#all[@]}${all[0]-} in
	1:files | 1:folders)
		[[ ${all[0]} == :files ]] && c=-f || c=-d
		mapfile -t COMPREPLY < <(compgen "$c" -- "$word")
		compopt -o filenames
		return
		;;
	esac

	# bash replaces only what follows the last of these.
	typed=''
	[[ $quote ]] || typed=${word%"${word##*["${COMP_WORDBREAKS//[^=:]/}"]}"}
	[[ ${COMP_WORDBREAKS//[^=:]/} ]] || typed=''
	for one in "${all[@]}"; do
		[[ $one != :* ]] || continue
		text=${one%%$'\t'*}
		[[ $text != *= ]] || compopt -o nospace
		text=${text#"$typed"}
		if [[ ! $quote && $text == *[^A-Za-z0-9_.,/=:%+@-]* ]]; then
			printf -v text %q "$text"
		fi
		COMPREPLY+=("$text")
	done
}

complete -F _ketnap knadd knaudit kncheck kndiff kndue knexport knfmt knhook \
    knimport kninit knlog knlsp knmerge knnew knquery knreport knset knsql knsum
