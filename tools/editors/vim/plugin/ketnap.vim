" ketnap in Vim: in Markdown files of a data repository :make runs kncheck on
" the file and C-x C-o completes, by knlsp.

if exists('g:loaded_ketnap') || has('nvim')
	finish
endif
let g:loaded_ketnap = 1

augroup ketnap
	autocmd!
	autocmd FileType markdown call ketnap#attach()
augroup END
