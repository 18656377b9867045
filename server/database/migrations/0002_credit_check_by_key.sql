-- LEDGER-4, checked as before, but entry by entry through their keys, however large the ledger is. A join was
-- planned once per connection, for the sizes of its first insert: on a new installation that began with an
-- import it read the whole ledger for every sale from then on.
CREATE OR REPLACE FUNCTION check_credits() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
DECLARE
	wrong bigint;
BEGIN
	SELECT a.position INTO wrong
	FROM (SELECT DISTINCT position FROM added) AS a
	WHERE NOT (
		-- A scalar subquery is never turned into a join.
		SELECT coalesce(sum(c.share), 0) = 10000 AND coalesce(sum(c.amount), 0) = (
			SELECT e.amount FROM entries e WHERE e.position = a.position
		)
		FROM entry_credits c
		WHERE c.position = a.position AND c.role = 'credit'
	)
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'credits of entry % do not sum to the entry', wrong
			USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_credits_sum';
	END IF;
	RETURN NULL;
END $$;
