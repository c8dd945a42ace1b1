/* What a page holds, seen by its browser: one expression, an object. */
(() => {
	function cell(c) {
		const data = c.querySelector('data'), time = c.querySelector('time');
		return {
			text: c.textContent,
			value: data && data.value,
			time: time && time.dateTime,
		};
	}
	function rows(section) {
		return section ? Array.from(section.rows,
			row => Array.from(row.cells, cell)) : [];
	}
	function color(text) {
		return text.match(/[\d.]+/g).map(Number);
	}
	function light(text) {
		return color(text).slice(0, 3).map(v => v / 255).map(v =>
			v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
			.reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
	}
	function ground(e) {
		for (; e; e = e.parentElement) {
			const c = getComputedStyle(e).backgroundColor;
			if (color(c)[3] !== 0)
				return c;
		}
		return 'rgb(255, 255, 255)';
	}
	function contrast(e, paint) {
		const both = [light(paint), light(ground(e))].sort((a, b) => b - a);
		return (both[0] + 0.05) / (both[1] + 0.05);
	}
	/* Texts that lie over each other. */
	function collisions(texts) {
		const boxes = texts.map(t => t.getBoundingClientRect());
		return texts.filter((t, i) => boxes.some((b, k) => k < i &&
			b.left < boxes[i].right - 1 && b.right - 1 > boxes[i].left &&
			b.top < boxes[i].bottom - 4 && b.bottom - 4 > boxes[i].top))
			.map(t => t.textContent);
	}
	const all = Array.from(document.querySelectorAll('*'));
	/* One of each kind of element that shows a text. */
	const told = Array.from(new Map(all.filter(e =>
		Array.from(e.childNodes).some(n => n.nodeType === 3 && n.data.trim()) &&
		!['title', 'desc', 'script', 'style'].includes(e.localName)).map(
		e => [[e, e.parentElement].map(x => x && x.localName + '.' +
			x.getAttribute('class')).join(), e])).values())
		.filter(e => e.checkVisibility());
	return {
		lang: document.documentElement.lang,
		title: document.title,
		names: Array.from(new Set(all.map(
			e => e.namespaceURI.slice(-4) + ' ' + e.localName))),
		attributes: Array.from(new Set(all.flatMap(
			e => Array.from(e.attributes, a => a.name)))),
		links: Array.from(document.links, a => a.getAttribute('href')),
		scripts: Array.from(document.scripts, s => s.textContent),
		styles: Array.from(document.querySelectorAll('style'),
			s => s.textContent),
		policy: document.querySelector('meta[http-equiv]').content,
		footer: document.getElementById('knreport').textContent,
		text: document.querySelector('main').textContent,
		tables: Array.from(document.querySelectorAll('table.data'), t => ({
			heads: rows(t.tHead)[0].map(c => c.text),
			rows: rows(t.tBodies[0]),
			foot: rows(t.tFoot)[0] || null,
		})),
		fields: Array.from(document.querySelectorAll('table.fields'),
			t => rows(t.tBodies[0])),
		tiles: document.querySelectorAll('.tiles > li').length,
		charts: Array.from(document.querySelectorAll('svg'), s => ({
			title: s.querySelector('title')?.textContent,
			desc: s.querySelector('desc')?.textContent,
			named: s.getAttribute('aria-labelledby')?.split(' ').every(
				id => document.querySelectorAll('#' + id).length === 1),
			marks: s.querySelectorAll('g').length,
			collide: collisions(Array.from(s.querySelectorAll('text'))),
			inside: Array.from(s.querySelectorAll(
				'text, :not(pattern) > rect, :not(pattern) > path')).every(e => {
				const a = s.getBoundingClientRect(),
					b = e.getBoundingClientRect();
				return b.left >= a.left - 1 && b.right <= a.right + 1 &&
					b.top >= a.top - 1 && b.bottom <= a.bottom + 1;
			}),
		})),
		wide: document.documentElement.scrollWidth -
			document.documentElement.clientWidth,
		faintest: Math.min(...told.map(e => contrast(e,
			e.namespaceURI.endsWith('svg') ? getComputedStyle(e).fill :
			getComputedStyle(e).color))),
		palest: Math.min(21, ...Array.from(
			document.querySelectorAll('svg :not(pattern) > rect, path.c'),
			e => contrast(e, getComputedStyle(e).stroke === 'none' ?
				getComputedStyle(e).fill : getComputedStyle(e).stroke))),
	};
})()
