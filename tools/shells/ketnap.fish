# Completion of the tools in fish: each tool says itself what may stand there.
# It lies in share/fish/vendor_completions.d, or in ~/.config/fish/conf.d.

function __ketnap_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    # what stands in quotes is read without them
    set -l plain (string trim -c '"\'' -- $typed)
    test -n "$plain"; or set plain ''
    set -l all (command $words[1] --complete $words[2..-1] $plain 2>/dev/null)
    switch (count $all)"$all[1]"
        case 1:files
            __fish_complete_path $typed
        case 1:folders
            __fish_complete_directories $typed ''
        case '*'
            string match -v ':*' -- $all
    end
end

for tool in knadd knaudit kncheck kndiff kndue knexport knfmt knhook knimport kninit \
        knlog knlsp knmerge knnew knquery knreport knset knsql knsum
    complete -c $tool -f -a '(__ketnap_complete)'
end
