-- severity: warn
-- dimension: accuracy
-- meaning: Names with digits or signs, of more than sixty characters, or without a capital: words that are no name were taken for a person.
-- threshold: 0.5%
-- blocking: no
-- population: select count(*) from core.report_participant
select a.report_id, p.release_id, a.name
from core.report_participant a join core.report p using (report_id)
where regexp_matches(a.name, '[0-9@/:;()]') or length(a.name) > 60 or not regexp_matches(a.name, '\p{Lu}|\p{Lo}') order by all
