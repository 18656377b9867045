/*
 * For the browser of a TV that is too old to run the page's own scripts: what the server has drawn is a picture of the
 * board, and is asked for again every minute. Written in what browsers of 2010 read.
 */
(function () {
	var WAKES_WITHIN_MS = 20000;
	var EVERY_MS = 60000;

	function renew() {
		var request = new XMLHttpRequest();
		// Only to a page that is there: the picture stays while the server is away, and its clock says since when.
		request.onreadystatechange = function () {
			if (request.readyState === 4 && request.status === 200) location.reload();
		};
		request.open('GET', location.href, true);
		request.send();
	}

	setTimeout(function () {
		if (document.documentElement.hasAttribute('data-awake')) return;
		document.documentElement.setAttribute('data-plain', '');
		setInterval(renew, EVERY_MS);
	}, WAKES_WITHIN_MS);
})();
