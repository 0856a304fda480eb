-- On 29 February everything before March of the year before is a year old (Regulation 1182/71, art. 3(2)(c)).
CREATE OR REPLACE FUNCTION refuse_young_days(until timestamptz) RETURNS void
LANGUAGE plpgsql STABLE SET timezone = 'UTC' SET search_path = public, pg_temp AS $$
DECLARE
  limit_of_year timestamptz := database_now() - interval '1 year';
BEGIN
  IF to_char(database_now(), 'MMDD') = '0229' THEN
    limit_of_year := date_trunc('month', limit_of_year) + interval '1 month';
  END IF;
  IF until > limit_of_year THEN
    RAISE EXCEPTION 'a day of less than a year stays' USING ERRCODE = 'restrict_violation';
  END IF;
END $$;
